package errand.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/**
 * A PUBLISH received, in the bytes it came in.
 *
 * @param topicAt where the topic begins
 * @param payloadAt where the payload begins; the topic ends there, or before the packet id
 * @param end where the payload ends
 * @param packetId 0 at QoS 0, which wants no acknowledgement
 */
@SuppressWarnings("ArrayRecordComponent") // read at once, never compared
record Answer(byte[] bytes, int topicAt, int topicLength, int payloadAt, int end, int packetId) {
  private static final byte[] TOKEN = "\"clientToken\":\"".getBytes(UTF_8);

  /** Reads the packet whose variable header begins at {@code bodyAt}. */
  static Answer read(byte[] bytes, int header, int bodyAt, int end) {
    var length = word(bytes, bodyAt);
    var behind = bodyAt + 2 + length;
    var acknowledged = (header & 0x06) != 0;
    return new Answer(
        bytes,
        bodyAt + 2,
        length,
        acknowledged ? behind + 2 : behind,
        end,
        acknowledged ? word(bytes, behind) : 0);
  }

  private static int word(byte[] bytes, int at) {
    return ((bytes[at] & 0xff) << Byte.SIZE) | (bytes[at + 1] & 0xff);
  }

  boolean on(byte[] topic) {
    return Arrays.equals(bytes, topicAt, topicAt + topicLength, topic, 0, topic.length);
  }

  int payloadBytes() {
    return end - payloadAt;
  }

  /** Where the client token begins, or -1. */
  int tokenAt() {
    var last = end - TOKEN.length - Request.TOKEN_BYTES;
    for (var at = payloadAt; at <= last; at++) {
      if (Arrays.equals(bytes, at, at + TOKEN.length, TOKEN, 0, TOKEN.length)) {
        return at + TOKEN.length;
      }
    }
    return -1;
  }

  /** A number of hexadecimal digits; -1 when there is something else. */
  int number(int at, int digits) {
    var number = 0;
    for (var i = at; i < at + digits; i++) {
      var digit = Character.digit(bytes[i], 16);
      if (digit < 0) {
        return -1;
      }
      number = (number << 4) | digit;
    }
    return number;
  }

  /** For messages: topic and payload. */
  String text() {
    return new String(bytes, topicAt, topicLength, UTF_8)
        + " "
        + new String(bytes, payloadAt, payloadBytes(), UTF_8);
  }
}
