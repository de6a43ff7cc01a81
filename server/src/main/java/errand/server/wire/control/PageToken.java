package errand.server.wire.control;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * Where the next page of a list begins, sealed with the filter it belongs to: a damaged token, or
 * one of another list or filter, does not open. Several texts can mean the same octets in Base64;
 * only the one that was given out opens. The seal finds mistakes; it is no secret.
 */
final class PageToken {
  private static final int SEAL_BYTES = 9;

  private PageToken() {}

  /** A token for the place behind {@code key} in the list that {@code filter} names. */
  static String of(String filter, String key) {
    byte[] text = key.getBytes(StandardCharsets.UTF_8);
    byte[] all =
        ByteBuffer.allocate(SEAL_BYTES + text.length).put(seal(filter, text)).put(text).array();
    return encoded(all);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The key in a token, when the token belongs to this filter and is whole. */
  static Optional<String> open(String filter, String token) {
    byte[] all;
    try {
      all = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
    if (all.length < SEAL_BYTES || !encoded(all).equals(token)) {
      return Optional.empty();
    }
    byte[] text = Arrays.copyOfRange(all, SEAL_BYTES, all.length);
    boolean whole = MessageDigest.isEqual(Arrays.copyOf(all, SEAL_BYTES), seal(filter, text));
    return whole ? Optional.of(new String(text, StandardCharsets.UTF_8)) : Optional.empty();
  }

  private static byte[] seal(String filter, byte[] key) {
    HashCode hash =
        Hashing.sha256()
            .newHasher()
            .putString(filter, StandardCharsets.UTF_8)
            .putByte((byte) 0)
            .putBytes(key)
            .hash();
    return Arrays.copyOf(hash.asBytes(), SEAL_BYTES);
  }
}
