package errand.core.artifact;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is said of a file beside its content.
 *
 * @param etag without quotes
 * @param headers given back with the content, by lower-case name: {@code content-type} and its
 *     like, and {@code x-amz-meta-…}
 * @param checksum as the sender asked for it
 */
public record Label(String etag, Map<String, String> headers, Optional<Checksum> checksum) {
  /** The operator's signature over the content, in base64. */
  public static final String SIGNATURE = "x-amz-meta-errand-signature";

  public Label {
    headers = Collections.unmodifiableMap(new TreeMap<>(headers));
  }

  /** The operator's signature, in base64. */
  public Optional<String> signature() {
    return Optional.ofNullable(headers.get(SIGNATURE));
  }

  /**
   * A checksum beside the SHA-256 that every file has.
   *
   * @param algorithm such as {@code crc32}, lower case
   * @param value in base64; of parts also with their count, such as {@code q1Y=-3}
   * @param composite whether it is a checksum of the parts' checksums
   */
  public record Checksum(String algorithm, String value, boolean composite) {}
}
