package errand.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** The few MQTT 3.1.1 packets that a load generator needs. */
final class Packets {
  static final int CONNACK_BYTES = 4;
  static final int PUBACK_BYTES = 4;

  /** Not all there yet. */
  static final int INCOMPLETE = -1;

  private static final byte CONNECT = 0x10;
  private static final byte PUBACK = 0x40;
  private static final byte LEVEL_3_1_1 = 4;
  private static final byte CLEAN_SESSION = 2;
  private static final short KEEP_ALIVE_SECONDS = 1200;
  private static final int LENGTH_BYTES_MAX = 4;

  private Packets() {}

  /** A buffer for exactly one packet, its fixed header written. */
  static ByteBuffer framed(byte header, int remaining) {
    var length = new byte[LENGTH_BYTES_MAX];
    var used = 0;
    for (var rest = remaining; rest > 0 || used == 0; rest >>>= 7) {
      length[used++] = (byte) (rest > 0x7f ? (rest & 0x7f) | 0x80 : rest);
    }
    return ByteBuffer.allocate(1 + used + remaining).put(header).put(length, 0, used);
  }

  static byte[] connect(String clientId) {
    var id = clientId.getBytes(UTF_8);
    return framed(CONNECT, 12 + id.length)
        .putShort((short) 4)
        .put("MQTT".getBytes(UTF_8))
        .put(LEVEL_3_1_1)
        .put(CLEAN_SESSION)
        .putShort(KEEP_ALIVE_SECONDS)
        .putShort((short) id.length)
        .put(id)
        .array();
  }

  static void acknowledge(ByteBuffer out, int packetId) {
    out.put(PUBACK).put((byte) 2).putShort((short) packetId);
  }

  /** Whether these are the bytes of a CONNACK that lets us in. */
  static boolean welcome(byte[] connack) {
    return connack.length == CONNACK_BYTES && connack[0] == 0x20 && connack[3] == 0;
  }

  /**
   * Where the variable header of the packet at {@code from} begins.
   *
   * @return {@link #INCOMPLETE} when its length is not all there
   */
  static int bodyAt(byte[] bytes, int from, int to) {
    for (var i = from + 1; i < Math.min(to, from + 1 + LENGTH_BYTES_MAX); i++) {
      if (bytes[i] >= 0) {
        return i + 1;
      }
    }
    return INCOMPLETE;
  }

  /** The length of what follows the fixed header, which ends at {@code bodyAt}. */
  static int remaining(byte[] bytes, int from, int bodyAt) {
    var length = 0;
    for (var i = bodyAt - 1; i > from; i--) {
      length = (length << 7) | (bytes[i] & 0x7f);
    }
    return length;
  }
}
