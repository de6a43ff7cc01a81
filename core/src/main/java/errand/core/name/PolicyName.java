package errand.core.name;

import java.util.Optional;

/**
 * A policy's name: 1 to 128 of letters, digits and {@code _ + = , . @ -}. Source: control-plane
 * 10.4 [model].
 */
public record PolicyName(String text) implements Comparable<PolicyName> {
  /** Longest allowed, in characters. */
  public static final int CHARS_MAX = 128;

  private static final String EXTRA = "_+=,.@-";

  public PolicyName {
    Names.require(Names.fits(text, CHARS_MAX, EXTRA), "policy name", text);
  }

  /** The name, or empty when the text breaks the pattern. */
  public static Optional<PolicyName> parse(String text) {
    return Names.fits(text, CHARS_MAX, EXTRA)
        ? Optional.of(new PolicyName(text))
        : Optional.empty();
  }

  @Override
  public int compareTo(PolicyName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
