package errand.core.artifact;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An object's name within its bucket: 1 to 1024 bytes of UTF-8, without control characters. */
public record ObjectKey(String text) {
  /** Longest allowed, in bytes of UTF-8. */
  public static final int BYTES_MAX = 1024;

  public ObjectKey {
    if (!fits(text)) {
      throw new IllegalArgumentException("no key of an object: " + text);
    }
  }

  /** The key, or empty when the text is none. */
  public static Optional<ObjectKey> parse(String text) {
    return fits(text) ? Optional.of(new ObjectKey(text)) : Optional.empty();
  }

  private static boolean fits(String text) {
    return !text.isEmpty()
        && text.getBytes(StandardCharsets.UTF_8).length <= BYTES_MAX
        && text.codePoints().noneMatch(ObjectKey::unfit);
  }

  // A lone surrogate has no UTF-8, so it could not be sent back as it came.
  private static boolean unfit(int c) {
    return Character.isISOControl(c)
        || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }

  @Override
  public String toString() {
    return text;
  }
}
