package errand.core.name;

import java.util.Optional;

/**
 * A thing's name: 1 to 128 of letters, digits, colon, underscore, hyphen. Source: device-protocol
 * 1.2 [model].
 */
public record ThingName(String text) implements Comparable<ThingName> {
  /** Longest allowed, in characters. */
  public static final int CHARS_MAX = 128;

  private static final String EXTRA = ":_-";

  public ThingName {
    Names.require(Names.fits(text, CHARS_MAX, EXTRA), "thing name", text);
  }

  /** The name, or empty when the text breaks the pattern. */
  public static Optional<ThingName> parse(String text) {
    return Names.fits(text, CHARS_MAX, EXTRA) ? Optional.of(new ThingName(text)) : Optional.empty();
  }

  @Override
  public int compareTo(ThingName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
