package errand.server.artifact;

import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * What was received, measured on its way to the disk.
 *
 * @param checksum by the algorithm that was asked for
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Received(long bytes, byte[] sha256, byte[] md5, Optional<byte[]> checksum) {
  /** The content's name. */
  public String name() {
    return HexFormat.of().formatHex(sha256);
  }

  /** S3's tag of an object that came in one piece. */
  public String etag() {
    return HexFormat.of().formatHex(md5);
  }

  /** In base64. */
  public Optional<String> checksumText() {
    return checksum.map(Base64.getEncoder()::encodeToString);
  }
}
