package errand.core.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits of status details: device-protocol 6.2. */
class StatusDetailsTest {
  // Two code units, one character.
  private static final String WAVE = "\ud83d\udc4b";

  @ParameterizedTest
  @ValueSource(strings = {"a", "Z", "0", ":", "_", "-", "a:b_c-9"})
  void a_key_has_letters_digits_colon_underscore_and_hyphen(String key) {
    assertThat(StatusDetails.problem(Map.of(key, "v"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a.b", "a/b", "é", "a\n", "$"})
  void a_key_has_nothing_else(String key) {
    assertThat(StatusDetails.problem(Map.of(key, "v")))
        .hasValueSatisfying(problem -> assertThat(problem).contains("key"));
  }

  @Test
  void a_key_has_at_most_128_characters() {
    assertThat(StatusDetails.problem(Map.of("k".repeat(128), "v"))).isEmpty();
    assertThat(StatusDetails.problem(Map.of("k".repeat(129), "v"))).isPresent();
  }

  @Test
  void a_value_has_at_most_1024_characters_counted_as_people_count_them() {
    assertThat(StatusDetails.problem(Map.of("k", "v".repeat(1024)))).isEmpty();
    assertThat(StatusDetails.problem(Map.of("k", "v".repeat(1025)))).isPresent();
    assertThat(StatusDetails.problem(Map.of("k", WAVE.repeat(1024)))).isEmpty();
    assertThat(StatusDetails.problem(Map.of("k", WAVE.repeat(1025)))).isPresent();
  }

  @Test
  void a_value_has_at_least_one_character() {
    assertThat(StatusDetails.problem(Map.of("k", "v"))).isEmpty();
    assertThat(StatusDetails.problem(Map.of("k", "")))
        .contains("statusDetails value of 'k' must have 1 to 1024 characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"done\n", "a\tb", "a\r\nb", " ", "é", "日本", WAVE, "\u00a0"})
  void a_value_may_have_any_text_with_tabs_and_line_ends(String value) {
    assertThat(StatusDetails.problem(Map.of("k", value))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\0", "a\u0001", "\u001b[0m", "\u001f", "\u007f", "\u0080", "\u009f"})
  void a_value_has_no_other_control_character(String value) {
    assertThat(StatusDetails.problem(Map.of("k", value)))
        .contains("statusDetails value of 'k' has a control character");
  }

  @Test
  void keys_and_values_together_have_at_most_32768_characters() {
    Map<String, String> full = new LinkedHashMap<>();
    for (int i = 10; i < 42; i++) {
      full.put("k" + i, "v".repeat(1021));
    }

    assertThat(StatusDetails.problem(full)).isEmpty();

    full.put("k41", "v".repeat(1022));
    assertThat(StatusDetails.problem(full))
        .contains("statusDetails exceed 32768 characters in total");
  }

  @Test
  void any_number_of_pairs_passes_within_the_total() {
    Map<String, String> many = new LinkedHashMap<>();
    for (int i = 0; i < 1000; i++) {
      many.put("key" + i, "v");
    }

    assertThat(StatusDetails.problem(many)).isEmpty();
  }

  @Test
  void no_pairs_are_fine() {
    assertThat(StatusDetails.problem(Map.of())).isEmpty();
    assertThat(StatusDetails.NONE.isEmpty()).isTrue();
  }

  @Test
  void the_order_of_the_pairs_is_kept_and_the_callers_map_is_copied() {
    Map<String, String> pairs = new LinkedHashMap<>();
    pairs.put("z", "1");
    pairs.put("a", "2");

    var details = new StatusDetails(pairs);
    pairs.put("m", "3");

    assertThat(details.pairs()).containsExactly(Map.entry("z", "1"), Map.entry("a", "2"));
    assertThat(details.isEmpty()).isFalse();
    assertThatThrownBy(() -> details.pairs().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
