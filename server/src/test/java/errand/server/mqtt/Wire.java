package errand.server.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An MQTT client that shows every packet as it came: for the order of packets, and for what a well
 * behaved client library would hide or never send.
 */
final class Wire implements AutoCloseable {

  /** A packet from the broker. Members that its type does not have are zero or empty. */
  record Packet(
      Kind kind, int id, int qos, boolean retain, String topic, String text, List<Integer> codes) {

    static Packet of(Kind kind) {
      return new Packet(kind, 0, 0, false, "", "", List.of());
    }

    static Packet of(Kind kind, int id, Integer... codes) {
      return new Packet(kind, id, 0, false, "", "", List.of(codes));
    }

    /** A delivery without its packet id. */
    static Packet delivery(int qos, String topic, String text) {
      return new Packet(Kind.PUBLISH, 0, qos, false, topic, text, List.of());
    }

    Packet withoutId() {
      return new Packet(kind, 0, qos, retain, topic, text, codes);
    }
  }

  enum Kind {
    CONNACK,
    PUBLISH,
    PUBACK,
    SUBACK,
    UNSUBACK,
    PINGRESP,
    DISCONNECT,
    /** Not a packet: the broker has closed the connection. */
    CLOSED
  }

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final int version;

  private Wire(Socket socket, int version) throws IOException {
    this.socket = socket;
    this.version = version;
    socket.setSoTimeout(20_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(socket.getInputStream());
    out = new DataOutputStream(socket.getOutputStream());
  }

  /** Opens a connection without sending anything. */
  static Wire open(int port, int version) {
    try {
      return new Wire(new Socket(InetAddress.getLoopbackAddress(), port), version);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static Wire over(Socket socket, int version) throws IOException {
    return new Wire(socket, version);
  }

  /** Connects with a fresh session and expects to be let in. */
  static Wire connected(int port, int version, String clientId) {
    var wire = open(port, version);
    wire.connect(clientId, true);
    var answer = wire.next();
    if (answer.kind() != Kind.CONNACK || answer.codes().getLast() != 0) {
      throw new AssertionError("not let in: " + answer);
    }
    return wire;
  }

  void connect(String clientId, boolean clean) {
    connect(clientId, clean, Optional.empty(), 60);
  }

  /** Codes of the answer: session present, reason. */
  void connect(String clientId, boolean clean, Optional<String> willTopic, int keepAlive) {
    var body = new Body().text("MQTT").octet(version);
    body.octet((clean ? 2 : 0) | (willTopic.isEmpty() ? 0 : 4 | 8)).number(keepAlive);
    if (version == 5) {
      body.bytes(5, 17, 0, 0, 0xe, 0x10); // session expiry of an hour
    }
    body.text(clientId);
    if (willTopic.isPresent()) {
      if (version == 5) {
        body.octet(0);
      }
      body.text(willTopic.get()).text("will");
    }
    send(0x10, body);
  }

  void subscribe(int id, String... filters) {
    subscribe(id, 1, filters);
  }

  void subscribe(int id, int qos, String... filters) {
    var body = new Body().number(id);
    if (version == 5) {
      body.bytes(2, 11, 7); // a subscription identifier, to be kept off replies
    }
    for (var filter : filters) {
      body.text(filter).octet(qos);
    }
    send(0x82, body);
  }

  void unsubscribe(int id, String filter) {
    var body = new Body().number(id);
    send(0xa2, (version == 5 ? body.octet(0) : body).text(filter));
  }

  void publish(int qos, int id, String topic, String text) {
    publish(qos, false, id, topic, text.getBytes(StandardCharsets.UTF_8));
  }

  void publish(int qos, boolean retain, int id, String topic, byte[] payload) {
    var body = new Body().text(topic);
    if (qos > 0) {
      body.number(id);
    }
    if (version == 5) {
      body.octet(0);
    }
    send(0x30 | (qos << 1) | (retain ? 1 : 0), body.raw(payload));
  }

  /** MQTT 5 only: sets the alias when there is a topic, uses it when the topic is empty. */
  void publishAliased(int id, String topic, int alias, String text) {
    var body = new Body().text(topic).number(id).bytes(3, 35, 0, alias);
    send(0x32, body.raw(text.getBytes(StandardCharsets.UTF_8)));
  }

  void acknowledge(Packet delivery) {
    send(0x40, new Body().number(delivery.id()));
  }

  void disconnect() {
    send(0xe0, version == 5 ? new Body().bytes(0, 0) : new Body());
  }

  /** Everything that came before the answer to a ping. */
  List<Packet> drain() {
    send(0xc0, new Body());
    var seen = new ArrayList<Packet>();
    for (var packet = next(); packet.kind() != Kind.PINGRESP; packet = next()) {
      seen.add(packet);
      if (packet.kind() == Kind.CLOSED) {
        break;
      }
    }
    return seen;
  }

  /** The next packet, waiting for it; {@link Kind#CLOSED} again and again at the end. */
  Packet next() {
    try {
      var head = in.readUnsignedByte();
      var body = new byte[length()];
      in.readFully(body);
      return parse(head, ByteBuffer.wrap(body));
    } catch (EOFException | SocketException closed) {
      return Packet.of(Kind.CLOSED);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private int length() throws IOException {
    var length = 0;
    for (var shift = 0; ; shift += 7) {
      var octet = in.readUnsignedByte();
      length |= (octet & 0x7f) << shift;
      if (octet < 0x80) {
        return length;
      }
    }
  }

  private Packet parse(int head, ByteBuffer body) {
    return switch (head >> 4) {
      case 2 -> Packet.of(Kind.CONNACK, 0, (int) body.get(), body.get() & 0xff);
      case 3 -> delivery(head, body);
      case 4 -> {
        var id = Short.toUnsignedInt(body.getShort());
        yield Packet.of(Kind.PUBACK, id, body.hasRemaining() ? body.get() & 0xff : 0);
      }
      case 9 -> suback(body);
      case 11 -> Packet.of(Kind.UNSUBACK, Short.toUnsignedInt(body.getShort()));
      case 13 -> Packet.of(Kind.PINGRESP);
      case 14 -> Packet.of(Kind.DISCONNECT, 0, body.hasRemaining() ? body.get() & 0xff : 0);
      default -> throw new AssertionError("unexpected packet " + (head >> 4));
    };
  }

  private Packet delivery(int head, ByteBuffer body) {
    var topic = new byte[Short.toUnsignedInt(body.getShort())];
    body.get(topic);
    var qos = (head >> 1) & 3;
    var id = qos > 0 ? Short.toUnsignedInt(body.getShort()) : 0;
    var properties = version == 5 ? skipProperties(body) : 0;
    var text = new byte[body.remaining()];
    body.get(text);
    return new Packet(
        Kind.PUBLISH,
        id,
        qos,
        (head & 1) == 1,
        new String(topic, StandardCharsets.UTF_8),
        new String(text, StandardCharsets.UTF_8),
        properties == 0 ? List.of() : List.of(properties));
  }

  private Packet suback(ByteBuffer body) {
    var id = Short.toUnsignedInt(body.getShort());
    if (version == 5) {
      skipProperties(body);
    }
    var codes = new Integer[body.remaining()];
    Arrays.setAll(codes, _ -> body.get() & 0xff);
    return Packet.of(Kind.SUBACK, id, codes);
  }

  private static int skipProperties(ByteBuffer body) {
    var length = body.get() & 0xff;
    body.position(body.position() + length);
    return length;
  }

  private void send(int head, Body body) {
    try {
      var packet = new ByteArrayOutputStream();
      packet.write(head);
      var rest = body.bytes.size();
      do {
        packet.write(rest > 127 ? (rest & 0x7f) | 0x80 : rest);
        rest >>= 7;
      } while (rest > 0);
      body.bytes.writeTo(packet);
      out.write(packet.toByteArray());
      out.flush();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Drops the connection without a word. */
  @Override
  public void close() {
    drop();
  }

  void drop() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static final class Body {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Body octet(int value) {
      bytes.write(value);
      return this;
    }

    Body number(int value) {
      return octet(value >> 8).octet(value & 0xff);
    }

    Body bytes(int... values) {
      Arrays.stream(values).forEach(bytes::write);
      return this;
    }

    Body raw(byte[] value) {
      bytes.writeBytes(value);
      return this;
    }

    Body text(String value) {
      var utf8 = value.getBytes(StandardCharsets.UTF_8);
      return number(utf8.length).raw(utf8);
    }
  }
}
