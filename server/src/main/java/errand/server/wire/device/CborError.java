package errand.server.wire.device;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * An error in CBOR, so that a device which speaks it learns why it is not served: a map of three,
 * as RFC 8949 writes it.
 */
final class CborError {
  private static final int MAP_OF_THREE = 0xa3;
  private static final int TEXT = 0x60;
  private static final int UNSIGNED_TWO_BYTES = 0x19;
  private static final int ONE_BYTE_FOLLOWS = 24;

  private CborError() {}

  /** Texts are of at most 255 bytes in UTF-8, the status of at most 65,535. */
  static byte[] of(int status, String code, String message) {
    var out = new ByteArrayOutputStream();
    out.write(MAP_OF_THREE);
    text(out, "statusCode");
    out.write(UNSIGNED_TWO_BYTES);
    out.write(status >> 8);
    out.write(status);
    text(out, "errorCode");
    text(out, code);
    text(out, "errorMessage");
    text(out, message);
    return out.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length < ONE_BYTE_FOLLOWS) {
      out.write(TEXT | bytes.length);
    } else {
      out.write(TEXT | ONE_BYTE_FOLLOWS);
      out.write(bytes.length);
    }
    out.writeBytes(bytes);
  }
}
