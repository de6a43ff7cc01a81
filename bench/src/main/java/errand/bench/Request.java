package errand.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/**
 * The requests of one connection, encoded once: an MQTT 3.1.1 PUBLISH at QoS 1 in which only the
 * packet id, the client token and the running number change. Not thread-safe.
 */
final class Request {
  /** A client token: four hexadecimal digits for the slot, eight for the sequence number. */
  static final int TOKEN_BYTES = 12;

  static final int SLOT_DIGITS = 4;
  static final int SEQUENCE_DIGITS = 8;
  private static final byte PUBLISH_QOS_1 = 0x32;
  private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);

  private final byte[] packet;
  private final int idAt;
  private final int tokenAt;
  private final int countAt;
  private final byte[] answerTopic;

  private Request(byte[] packet, int idAt, int tokenAt, int countAt, byte[] answerTopic) {
    this.packet = packet;
    this.idAt = idAt;
    this.tokenAt = tokenAt;
    this.countAt = countAt;
    this.answerTopic = answerTopic;
  }

  static Request of(Scenario scenario, String thing) {
    var topic = scenario.topic(thing).getBytes(UTF_8);
    var members = scenario.members().isEmpty() ? "" : "," + scenario.members();
    var opening = "{\"clientToken\":\"";
    var body = opening + "t".repeat(TOKEN_BYTES) + "\"" + members + "}";
    var payload = body.getBytes(UTF_8);
    var packet = packet(topic, payload);
    var payloadAt = packet.length - payload.length;
    var count = body.indexOf(Scenario.COUNT);
    return new Request(
        packet,
        payloadAt - 2,
        payloadAt + opening.length(),
        count < 0 ? -1 : payloadAt + count,
        (scenario.topic(thing) + "/accepted").getBytes(UTF_8));
  }

  private static byte[] packet(byte[] topic, byte[] payload) {
    var remaining = 2 + topic.length + 2 + payload.length;
    return Packets.framed(PUBLISH_QOS_1, remaining)
        .putShort((short) topic.length)
        .put(topic)
        .putShort((short) 0)
        .put(payload)
        .array();
  }

  /** Writes the request for this slot, whose packet id is one higher. */
  void write(ByteBuffer out, int slot, int sequence) {
    packet[idAt] = (byte) ((slot + 1) >>> Byte.SIZE);
    packet[idAt + 1] = (byte) (slot + 1);
    digits(tokenAt, slot, SLOT_DIGITS);
    digits(tokenAt + SLOT_DIGITS, sequence, SEQUENCE_DIGITS);
    if (countAt >= 0) {
      digits(countAt, sequence, SEQUENCE_DIGITS);
    }
    out.put(packet);
  }

  private void digits(int at, int value, int count) {
    var rest = value;
    for (var i = at + count - 1; i >= at; i--) {
      packet[i] = HEX[rest & 0xf];
      rest >>>= 4;
    }
  }

  int bytes() {
    return packet.length;
  }

  /** The topic of the answer when the server accepts. */
  byte[] answerTopic() {
    return answerTopic;
  }
}
