package errand.core.name;

import java.util.Optional;

/**
 * A job's id: 1 to 64 of letters, digits, underscore, hyphen. Source: device-protocol 1.2 [model].
 */
public record JobId(String text) implements Comparable<JobId> {
  /** Longest allowed, in characters. */
  public static final int CHARS_MAX = 64;

  private static final String EXTRA = "_-";

  public JobId {
    Names.require(Names.fits(text, CHARS_MAX, EXTRA), "job id", text);
  }

  /** The name, or empty when the text breaks the pattern. */
  public static Optional<JobId> parse(String text) {
    return Names.fits(text, CHARS_MAX, EXTRA) ? Optional.of(new JobId(text)) : Optional.empty();
  }

  @Override
  public int compareTo(JobId other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
