package errand.core.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What S3 takes for the name of a bucket. */
final class BucketNameTest {
  @ParameterizedTest
  @ValueSource(strings = {"abc", "0bc", "a-b.c", "a.b-c", "1.2.3", "fw-1.plant"})
  void a_name_is_taken(String text) {
    assertThat(BucketName.parse(text)).hasValue(new BucketName(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "ab",
        "-abc",
        "abc-",
        ".abc",
        "abc.",
        "a..b",
        "a_b",
        "Abc",
        "a b",
        "192.168.5.4",
        "ä-b",
        "a/b"
      })
  void what_is_none_is_not(String text) {
    assertThat(BucketName.parse(text)).isEmpty();
  }

  @Test
  void the_longest_has_63_characters() {
    assertThat(BucketName.parse("a".repeat(63))).isPresent();
    assertThat(BucketName.parse("a".repeat(64))).isEmpty();
  }
}
