package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.app.Audit;
import errand.core.app.Quotas;
import errand.core.app.Throttle;
import errand.server.Config;
import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.RunningServer;
import errand.server.http.HttpLimits;
import errand.server.identity.TlsRules;
import errand.server.line.Admission;
import errand.server.mqtt.MqttLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every door refuses before it knows who is there. */
@Timeout(120)
final class LimitsOnRealPortsTest {
  private static final int CONNECTIONS_MAX = 12;
  private static final int BODY_BYTES_MAX = 100_000;

  private static List<RunningServer> servers = List.of();

  @BeforeAll
  static void start() {
    var http =
        new HttpLimits(
            16 * 1024,
            BODY_BYTES_MAX,
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            1000,
            4,
            2);
    var limits =
        new Config.Limits(
            MqttLimits.AWS,
            http,
            Throttle.Limits.NONE,
            Audit.Limits.USUAL,
            new Admission.Limits(CONNECTIONS_MAX, 0),
            Quotas.AWS);
    servers = List.of(RunningServer.start(MovableClock.system(), limits));
  }

  @AfterAll
  static void stop() {
    servers.forEach(RunningServer::close);
  }

  private static RunningServer server() {
    return servers.getFirst();
  }

  private static int port(String door) {
    return switch (door) {
      case "http" -> server().doors().http();
      case "https" -> server().doors().https();
      case "alpn" -> server().alpnDoors().https();
      case "mqtt" -> server().doors().mqtt();
      default -> server().doors().mqtts();
    };
  }

  private static Socket open(String door) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port(door));
    socket.setSoTimeout(10_000);
    return socket;
  }

  /** True when the server closes it within a moment although nothing was sent. */
  private static boolean turnedAway(Socket socket) {
    try {
      socket.setSoTimeout(200);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException waiting) {
      return false;
    } catch (SocketException reset) {
      return true;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https", "alpn", "mqtt", "mqtts"})
  void one_connection_too_many_from_an_address_is_closed_at_any_door(String door)
      throws IOException {
    var sockets = new ArrayList<Socket>();
    try {
      for (int i = 0; i <= CONNECTIONS_MAX; i++) {
        sockets.add(open(door));
      }

      // Several threads let them in, so it need not be the last.
      Await.answer(
          () -> sockets.stream().anyMatch(LimitsOnRealPortsTest::turnedAway), away -> away);
    } finally {
      for (Socket each : sockets) {
        each.close();
      }
    }
    Await.answer(() -> comesIn(door), in -> in);
  }

  private static boolean comesIn(String door) {
    try (var socket = open(door)) {
      return !turnedAway(socket);
    } catch (IOException failure) {
      return false;
    }
  }

  static List<String> weakSuites() {
    return List.of(
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
        "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
        "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256");
  }

  private static SSLSocket tls(String door) throws IOException {
    var socket =
        (SSLSocket)
            DeviceKeys.selfSigned("anybody")
                .context(server().doors().ca())
                .getSocketFactory()
                .createSocket("localhost", port(door));
    socket.setSoTimeout(10_000);
    return socket;
  }

  @ParameterizedTest
  @MethodSource("weakSuites")
  void a_suite_without_authenticated_encryption_is_refused(String suite) throws IOException {
    for (String door : List.of("https", "mqtts")) {
      try (var socket = tls(door)) {
        socket.setEnabledProtocols(new String[] {"TLSv1.2"});
        socket.setEnabledCipherSuites(new String[] {suite});

        assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"https, TLSv1.2", "https, TLSv1.3", "mqtts, TLSv1.2", "mqtts, TLSv1.3"})
  void what_is_spoken_is_one_of_the_suites_allowed(String door, String protocol)
      throws IOException {
    try (var socket = tls(door)) {
      socket.setEnabledProtocols(new String[] {protocol});
      socket.startHandshake();

      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
      assertThat(TlsRules.SUITES).contains(socket.getSession().getCipherSuite());
    }
  }

  private static void write(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  private static String status(Socket socket) throws IOException {
    var line = new StringBuilder();
    for (int octet = socket.getInputStream().read();
        octet >= 0 && octet != '\r';
        octet = socket.getInputStream().read()) {
      line.append((char) octet);
    }
    return line.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Authorization: AWS4-HMAC-SHA256 nonsense\r\n",
        "Authorization: AWS4-HMAC-SHA256"
            + " Credential=AKIAUNKNOWNUNKNOWN00/20300101/us-east-1/iot/aws4_request,"
            + " SignedHeaders=host;x-amz-date,"
            + " Signature=0000000000000000000000000000000000000000000000000000000000000000\r\n"
            + "X-Amz-Date: 20300101T000000Z\r\n"
      })
  void nobody_s_body_is_waited_for(String headers) throws IOException {
    try (var socket = open("http")) {
      write(
          socket,
          "POST /things/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n"
              + headers
              + "\r\n");

      assertThat(status(socket)).matches("HTTP/1.1 40[03] .*");
    }
  }

  @Test
  void big_bodies_have_so_many_places_and_small_ones_need_none() throws IOException {
    var operator = server().operator();
    var key = server().doors().key();
    String head =
        "POST /things/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n"
            + signedBy(key.id())
            + "\r\n";
    try (var first = open("http");
        var second = open("http")) {
      for (Socket each : List.of(first, second)) {
        write(each, head + "x".repeat(40_000));
      }

      String refused =
          Await.answer(
              () -> {
                try (var another = open("http")) {
                  write(another, head + "x".repeat(90_000));
                  return status(another);
                } catch (IOException failure) {
                  return "";
                }
              },
              status -> status.startsWith("HTTP/1.1 503"));
      String small = operator.call("POST", "/things/small-body", "{}").body();

      assertThat(refused).startsWith("HTTP/1.1 503");
      assertThat(small).contains("small-body");
    }
  }

  private static String signedBy(String key) {
    String date = server().clock().instant().toString().replaceAll("[-:]|\\.[0-9]+", "");
    return "X-Amz-Date: "
        + date
        + "\r\nAuthorization: AWS4-HMAC-SHA256 Credential="
        + key
        + "/"
        + date.substring(0, 8)
        + "/us-east-1/iot/aws4_request, SignedHeaders=host;x-amz-date, Signature="
        + "0".repeat(64)
        + "\r\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Host: localhost | 200",
        "Host: 127.0.0.1:8080 | 200",
        "Host: attacker.example | 403",
        "Host: localhost.attacker.example | 403",
        "Host: localhost\\r\\nOrigin: http://attacker.example | 403",
        "Host: localhost\\r\\nOrigin: null | 403",
        "Host: localhost\\r\\nSec-Fetch-Site: cross-site | 403",
        "Host: localhost\\r\\nOrigin: http://localhost | 200"
      })
  void a_page_of_another_origin_does_not_reach_our_own_calls(String headers, int status)
      throws IOException {
    try (var socket = open("http")) {
      write(
          socket,
          "GET /_errand/health HTTP/1.1\r\n" + headers.replace("\\r\\n", "\r\n") + "\r\n\r\n");

      assertThat(status(socket)).startsWith("HTTP/1.1 " + status);
    }
  }
}
