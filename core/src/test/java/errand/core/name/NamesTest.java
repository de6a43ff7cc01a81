package errand.core.name;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What names may look like: device-protocol 1.2, control-plane 2. */
class NamesTest {
  /** A kind of name: how it is parsed and made, its length, and its characters besides a-z0-9. */
  record Kind(
      String name,
      Function<String, Optional<?>> parse,
      Function<String, ?> make,
      int charsMax,
      String extra) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          new Kind("thing", ThingName::parse, ThingName::new, 128, ":_-"),
          new Kind("group", GroupName::parse, GroupName::new, 128, ":_-"),
          new Kind("job", JobId::parse, JobId::new, 64, "_-"),
          new Kind("namespace", Namespace::parse, Namespace::new, 64, "_-"));

  static Stream<Arguments> accepted() {
    return KINDS.stream()
        .flatMap(
            kind ->
                Stream.concat(
                        Stream.of("a", "Z", "0", "get", "x".repeat(kind.charsMax())),
                        kind.extra().chars().mapToObj(Character::toString))
                    .map(text -> Arguments.of(kind, text)));
  }

  static Stream<Arguments> refused() {
    return KINDS.stream()
        .flatMap(
            kind ->
                Stream.concat(
                        Stream.of(
                            "a b",
                            "a/b",
                            "a+",
                            "#",
                            "$next",
                            "é",
                            "a.b",
                            "a\n",
                            "１",
                            "@",
                            "[",
                            "`",
                            "{",
                            "x".repeat(kind.charsMax() + 1)),
                        ":_-"
                            .chars()
                            .filter(c -> kind.extra().indexOf(c) < 0)
                            .mapToObj(Character::toString))
                    .map(text -> Arguments.of(kind, text)));
  }

  @ParameterizedTest
  @MethodSource("accepted")
  void a_name_of_the_allowed_length_and_characters_is_accepted(Kind kind, String text) {
    assertThat(kind.parse().apply(text).map(Object::toString)).contains(text);
    assertThat(kind.make().apply(text)).hasToString(text);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void a_name_that_is_too_long_or_has_another_character_is_refused(Kind kind, String text) {
    assertThat(kind.parse().apply(text)).isEmpty();
    assertThatThrownBy(() -> kind.make().apply(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(kind.name());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void the_empty_text_is_not_a_name(Kind kind) {
    assertThat(kind.parse().apply("")).isEmpty();
  }

  static List<Kind> kinds() {
    return KINDS;
  }

  @Test
  void the_plain_jobs_have_the_namespace_without_text() {
    assertThat(Namespace.NONE.none()).isTrue();
    assertThat(new Namespace("aws-gg-deployment").none()).isFalse();
    assertThat(Namespace.NONE).isEqualTo(new Namespace(""));
  }

  @Test
  void names_are_ordered_by_their_text() {
    assertThat(Stream.of("b", "a:1", "B", "a").map(ThingName::new).sorted())
        .extracting(ThingName::text)
        .containsExactly("B", "a", "a:1", "b");
    assertThat(Stream.of("b", "a").map(GroupName::new).sorted())
        .extracting(GroupName::text)
        .containsExactly("a", "b");
    assertThat(Stream.of("b", "a").map(JobId::new).sorted())
        .extracting(JobId::text)
        .containsExactly("a", "b");
  }
}
