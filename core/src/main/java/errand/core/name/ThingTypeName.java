package errand.core.name;

import java.util.Optional;

/**
 * A thing type's name: 1 to 128 of letters, digits, colon, underscore, hyphen. Source:
 * control-plane 10.1 [model].
 */
public record ThingTypeName(String text) implements Comparable<ThingTypeName> {
  /** Longest allowed, in characters. */
  public static final int CHARS_MAX = 128;

  private static final String EXTRA = ":_-";

  public ThingTypeName {
    Names.require(Names.fits(text, CHARS_MAX, EXTRA), "thing type name", text);
  }

  /** The name, or empty when the text breaks the pattern. */
  public static Optional<ThingTypeName> parse(String text) {
    return Names.fits(text, CHARS_MAX, EXTRA)
        ? Optional.of(new ThingTypeName(text))
        : Optional.empty();
  }

  @Override
  public int compareTo(ThingTypeName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
