package errand.core.name;

import java.util.Optional;

/** A version's name: 1 to 64 of letters, digits, hyphen, underscore, dot. Source: [model]. */
public record VersionName(String text) implements Comparable<VersionName> {
  /** Longest allowed, in characters. */
  public static final int CHARS_MAX = 64;

  private static final String EXTRA = "-_.";

  public VersionName {
    Names.require(Names.fits(text, CHARS_MAX, EXTRA), "version name", text);
  }

  /** The name, or empty when the text breaks the pattern. */
  public static Optional<VersionName> parse(String text) {
    return Names.fits(text, CHARS_MAX, EXTRA)
        ? Optional.of(new VersionName(text))
        : Optional.empty();
  }

  @Override
  public int compareTo(VersionName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
