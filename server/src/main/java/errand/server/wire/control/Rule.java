package errand.server.wire.control;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A constraint on a text, as the service model states it. */
@FunctionalInterface
interface Rule {
  /** What the text must do but does not, to follow "Member must"; empty when it is fine. */
  Optional<String> broken(String text);

  static Rule length(int min, int max) {
    return text -> {
      int chars = text.codePointCount(0, text.length());
      if (chars > max) {
        return Optional.of("have length less than or equal to " + max);
      }
      return chars < min
          ? Optional.of("have length greater than or equal to " + min)
          : Optional.empty();
    };
  }

  /** The whole text must match; {@code shown} is how the model spells the pattern. */
  static Rule pattern(Pattern pattern, String shown) {
    return text ->
        pattern.matcher(text).matches()
            ? Optional.empty()
            : Optional.of("satisfy regular expression pattern: " + shown);
  }

  static Rule oneOf(List<String> values) {
    return text ->
        values.contains(text)
            ? Optional.empty()
            : Optional.of("satisfy enum value set: [" + String.join(", ", values) + "]");
  }

  static <E extends Enum<E>> Rule oneOf(Class<E> type) {
    return oneOf(List.of(type.getEnumConstants()).stream().map(Enum::name).toList());
  }

  /** Half a surrogate pair can be written in JSON but neither kept nor sent back in UTF-8. */
  Rule WELL_FORMED =
      text ->
          text.codePoints()
                  .anyMatch(c -> Character.MIN_SURROGATE <= c && c <= Character.MAX_SURROGATE)
              ? Optional.of("be valid Unicode text")
              : Optional.empty();

  /** No character of Unicode's "other" categories. */
  Rule NO_CONTROL = pattern(Pattern.compile("[^\\p{C}]*"), "[^\\p{C}]+");

  Rule THING_NAME = pattern(Pattern.compile("[a-zA-Z0-9:_-]+"), "[a-zA-Z0-9:_-]+");

  /** Length of the names of things, thing types, thing groups and billing groups. */
  Rule NAME_LENGTH = length(1, 128);

  /** Visible characters of ASCII and the space. */
  Rule DESCRIPTION = pattern(Pattern.compile("[\\p{Graph}\\x20]*"), "[\\p{Graph}\\x20]*");

  Rule DESCRIPTION_LENGTH = length(0, 2028);

  Rule JOB_ID = pattern(Pattern.compile("[a-zA-Z0-9_-]+"), "[a-zA-Z0-9_-]+");
}
