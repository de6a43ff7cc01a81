package errand.core.name;

import java.util.Optional;

/** A package's name: 1 to 128 of letters, digits, hyphen, underscore, dot. Source: [model]. */
public record PackageName(String text) implements Comparable<PackageName> {
  /** Longest allowed, in characters. */
  public static final int CHARS_MAX = 128;

  private static final String EXTRA = "-_.";

  public PackageName {
    Names.require(Names.fits(text, CHARS_MAX, EXTRA), "package name", text);
  }

  /** The name, or empty when the text breaks the pattern. */
  public static Optional<PackageName> parse(String text) {
    return Names.fits(text, CHARS_MAX, EXTRA)
        ? Optional.of(new PackageName(text))
        : Optional.empty();
  }

  @Override
  public int compareTo(PackageName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
