package errand.core.artifact;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A bucket's name: 3 to 63 of lower-case letters, digits, dots and hyphens, with a letter or digit
 * at both ends, and not of the form of an IP address.
 */
public record BucketName(String text) implements Comparable<BucketName> {
  private static final Pattern FORM =
      Pattern.compile("[a-z0-9](?:[a-z0-9-]|\\.(?!\\.)){1,61}[a-z0-9]");
  private static final Pattern ADDRESS = Pattern.compile("[0-9]+(?:\\.[0-9]+){3}");

  public BucketName {
    if (!fits(text)) {
      throw new IllegalArgumentException("no name of a bucket: " + text);
    }
  }

  /** The name, or empty when the text breaks the pattern. */
  public static Optional<BucketName> parse(String text) {
    return fits(text) ? Optional.of(new BucketName(text)) : Optional.empty();
  }

  private static boolean fits(String text) {
    return FORM.matcher(text).matches() && !ADDRESS.matcher(text).matches();
  }

  @Override
  public int compareTo(BucketName other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
