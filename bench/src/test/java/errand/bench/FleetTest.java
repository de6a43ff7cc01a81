package errand.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the load generator accepts as an answer, against a server that answers as it is told. */
@Timeout(60)
final class FleetTest {
  private static final String THING = "bench-00001";
  private static final String TOPIC = "$aws/things/bench-00001/jobs/get";
  private static final byte[] WELCOME = {0x20, 2, 0, 0};

  private ServerSocket listener = unbound();

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void shut() throws IOException {
    listener.close();
  }

  @Test
  void every_answer_with_its_own_token_counts() {
    try (var fleet = fleet(3, body -> answer(TOPIC + "/accepted", body))) {
      var round = fleet.once(Scenario.GET);

      assertThat(round.waiting()).isZero();
      assertThat(round.answerBytes()).isEqualTo("{\"clientToken\":\"000000000000\"}".length());
    }
  }

  @Test
  void an_answer_may_come_in_pieces_and_behind_other_members() {
    try (var fleet =
        fleet(1, body -> answer(TOPIC + "/accepted", "{\"a\":{}," + body.substring(1)))) {
      assertThat(fleet.once(Scenario.GET).waiting()).isZero();
      assertThat(fleet.once(Scenario.GET).waiting()).isZero();
    }
  }

  @Test
  void a_refusal_ends_the_measurement() {
    try (var fleet = fleet(1, body -> answer(TOPIC + "/rejected", body))) {
      assertThatThrownBy(() -> fleet.once(Scenario.GET))
          .isInstanceOf(UnexpectedException.class)
          .hasMessageContaining("/rejected");
    }
  }

  @Test
  void an_answer_without_a_token_ends_the_measurement() {
    try (var fleet = fleet(1, _ -> answer(TOPIC + "/accepted", "{}"))) {
      assertThatThrownBy(() -> fleet.once(Scenario.GET))
          .isInstanceOf(UnexpectedException.class)
          .hasMessageContaining("no request under way");
    }
  }

  @Test
  void an_answer_with_the_token_of_another_request_ends_the_measurement() {
    var old = "{\"clientToken\":\"0000000000ff\"}";
    try (var fleet = fleet(1, _ -> answer(TOPIC + "/accepted", old))) {
      assertThatThrownBy(() -> fleet.once(Scenario.GET))
          .isInstanceOf(UnexpectedException.class)
          .hasMessageContaining("no request under way");
    }
  }

  /** A fleet of one, connected to a server that answers every request body so. */
  private Fleet fleet(int window, Function<String, byte[]> server) {
    var _ = Thread.ofVirtual().start(() -> serve(server));
    var address = new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    return Fleet.connect(address, List.of(THING), window);
  }

  private void serve(Function<String, byte[]> server) {
    try (var socket = listener.accept();
        var in = new DataInputStream(socket.getInputStream());
        var out = socket.getOutputStream()) {
      socket.setTcpNoDelay(true);
      while (true) {
        var header = in.readUnsignedByte();
        var packet = in.readNBytes(in.readUnsignedByte());
        switch (header >>> 4) {
          case 1 -> out.write(WELCOME);
          case 3 -> inPieces(out, server.apply(body(packet)));
          default -> {
            // An acknowledgement.
          }
        }
      }
    } catch (IOException gone) {
      // The fleet has hung up.
    }
  }

  private static String body(byte[] publish) {
    var behindTopic = 2 + ByteBuffer.wrap(publish).getShort() + 2;
    return new String(publish, behindTopic, publish.length - behindTopic, UTF_8);
  }

  private static byte[] answer(String topic, String body) {
    var name = topic.getBytes(UTF_8);
    var payload = body.getBytes(UTF_8);
    return Packets.framed((byte) 0x32, 4 + name.length + payload.length)
        .putShort((short) name.length)
        .put(name)
        .putShort((short) 7)
        .put(payload)
        .array();
  }

  private static void inPieces(OutputStream out, byte[] bytes) throws IOException {
    out.write(bytes, 0, 1);
    out.write(bytes, 1, bytes.length / 2);
    out.write(bytes, 1 + bytes.length / 2, bytes.length - 1 - bytes.length / 2);
  }

  private static ServerSocket unbound() {
    try {
      return new ServerSocket();
    } catch (IOException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
