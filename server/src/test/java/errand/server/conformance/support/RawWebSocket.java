package errand.server.conformance.support;

import errand.server.identity.AccessKey;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.stream.Stream;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/** A WebSocket client that sends what it is told, well-formed or not, to the plain HTTP port. */
public final class RawWebSocket implements AutoCloseable {
  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  private final Socket socket;
  private final DataInputStream in;

  private RawWebSocket(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout((int) Await.PATIENCE.toMillis());
    in = new DataInputStream(socket.getInputStream());
  }

  /** A frame from the server. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Frame(int opcode, byte[] payload) {
    public String hex() {
      return HexFormat.of().formatHex(payload);
    }
  }

  public static RawWebSocket open(Doors doors) throws IOException {
    return new RawWebSocket(new Socket(InetAddress.getLoopbackAddress(), doors.http()));
  }

  /** A WebSocket that has been let in. */
  public static RawWebSocket welcomed(Doors doors, AccessKey key) throws IOException {
    return welcomed(doors, key, Instant.now());
  }

  /** The same at a server's own time. */
  public static RawWebSocket welcomed(Doors doors, AccessKey key, Instant now) throws IOException {
    var opened = open(doors);
    var answer = opened.handshake(link(doors, key, "iotdevicegateway", now), goodHeaders());
    if (!answer.startsWith("HTTP/1.1 101 ")) {
      throw new AssertionError(answer);
    }
    return opened;
  }

  /** Path and query of a link signed for ten minutes. */
  public static String link(Doors doors, AccessKey key, String service, Instant at) {
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                r ->
                    r.identity(AwsCredentialsIdentity.create(key.id(), key.secret()))
                        .request(
                            SdkHttpRequest.builder()
                                .uri(URI.create(doors.httpUrl() + "/mqtt"))
                                .method(SdkHttpMethod.GET)
                                .putHeader("Host", "127.0.0.1:" + doors.http())
                                .build())
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                        .putProperty(
                            AwsV4FamilyHttpSigner.AUTH_LOCATION,
                            AwsV4FamilyHttpSigner.AuthLocation.QUERY_STRING)
                        .putProperty(
                            AwsV4FamilyHttpSigner.EXPIRATION_DURATION, Duration.ofMinutes(10))
                        .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)));
    var uri = signed.request().getUri();
    return uri.getRawPath() + "?" + uri.getRawQuery();
  }

  /** The header lines of a handshake without fault. */
  public static String goodHeaders() {
    return String.join(
        "\r\n",
        "Upgrade: websocket",
        "Connection: keep-alive, Upgrade",
        "Sec-WebSocket-Version: 13",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "Sec-WebSocket-Protocol: mqtt");
  }

  /** Sends a handshake and returns the head of the answer. */
  public String handshake(String pathAndQuery, String headers) throws IOException {
    return handshake(pathAndQuery, headers, new byte[0]);
  }

  /** The same with octets right behind the handshake. */
  public String handshake(String pathAndQuery, String headers, byte[] behind) throws IOException {
    var host = "Host: 127.0.0.1:" + socket.getPort() + "\r\n";
    var head = "GET " + pathAndQuery + " HTTP/1.1\r\n" + host + headers + "\r\n\r\n";
    send(head.getBytes(StandardCharsets.ISO_8859_1), behind);
    var answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) in.readUnsignedByte());
    }
    return answer.toString();
  }

  /** A final, masked frame. */
  public static byte[] frame(int opcode, byte[] payload) {
    return frame(0x80 | opcode, 0x80, payload);
  }

  /** A frame with any first octet; masked when {@code mask} is 0x80. */
  public static byte[] frame(int first, int mask, byte[] payload) {
    var frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) (mask | payload.length));
    } else {
      frame.put((byte) (mask | 126)).putShort((short) payload.length);
    }
    if (mask != 0) {
      frame.putInt(0); // a mask that changes nothing
    }
    frame.put(payload);
    var octets = new byte[frame.position()];
    frame.flip().get(octets);
    return octets;
  }

  /** An MQTT 3.1.1 CONNECT with a fresh session. */
  public static byte[] connect(String clientId) {
    var id = clientId.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(14 + id.length)
        .put(new byte[] {0x10, (byte) (12 + id.length), 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60})
        .putShort((short) id.length)
        .put(id)
        .array();
  }

  /** Sends these octets as they are, in one go. */
  public void send(byte[]... octets) throws IOException {
    var all = new ByteArrayOutputStream();
    Stream.of(octets).forEach(all::writeBytes);
    socket.getOutputStream().write(all.toByteArray());
    socket.getOutputStream().flush();
  }

  /** The next frame, waiting for it; servers do not mask. */
  public Frame next() throws IOException {
    var opcode = in.readUnsignedByte() & 0xf;
    var length = in.readUnsignedByte();
    return new Frame(opcode, in.readNBytes(length == 126 ? in.readUnsignedShort() : length));
  }

  /** Whether the server has closed the connection, waiting for it. */
  public boolean closed() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
