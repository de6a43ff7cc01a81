package errand.core.name;

import java.util.Optional;

/**
 * A thing group's name: 1 to 128 of letters, digits, colon, underscore, hyphen. Source:
 * control-plane 2 [model].
 */
public record GroupName(String text) implements Comparable<GroupName> {
  /** Longest allowed, in characters. */
  public static final int CHARS_MAX = 128;

  private static final String EXTRA = ":_-";

  public GroupName {
    Names.require(Names.fits(text, CHARS_MAX, EXTRA), "thing group name", text);
  }

  /** The name, or empty when the text breaks the pattern. */
  public static Optional<GroupName> parse(String text) {
    return Names.fits(text, CHARS_MAX, EXTRA) ? Optional.of(new GroupName(text)) : Optional.empty();
  }

  @Override
  public int compareTo(GroupName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
