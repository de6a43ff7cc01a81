package errand.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.http.HttpAnswer;
import errand.server.http.HttpLimits;
import errand.server.http.HttpListeners;
import errand.server.http.HttpRequest;
import errand.server.http.HttpSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A signature still holds after its request went through the listener. */
class SigV4OverHttpTest {
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static final SigV4 VERIFIER = SignedRequests.verifierAt(SignedRequests.SIGNED_AT);

  private static HttpListeners listeners;

  @BeforeAll
  static void start() {
    var plain = Optional.of(new InetSocketAddress(HERE, 0));
    listeners =
        HttpListeners.start(
            new HttpSettings(plain, Optional.empty(), HttpLimits.USUAL), SigV4OverHttpTest::answer);
  }

  @AfterAll
  static void stop() {
    listeners.close();
  }

  private static HttpAnswer answer(HttpRequest request) {
    var verdict = VERIFIER.verify(request.signable());
    return HttpAnswer.json(200, verdict.toString().getBytes(StandardCharsets.UTF_8));
  }

  static List<SignedRequests.Vector> plain() {
    return SignedRequests.all().filter(vector -> !vector.request().secure()).toList();
  }

  @ParameterizedTest
  @MethodSource("plain")
  void a_signed_request_arrives_as_it_was_signed(SignedRequests.Vector vector) throws IOException {
    try (var socket = new Socket(HERE, listeners.httpPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(onTheWire(vector.request()));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).contains("\r\n\r\nSigned[");
    }
  }

  private static byte[] onTheWire(SignableRequest request) {
    var query = request.rawQuery().isEmpty() ? "" : "?" + request.rawQuery();
    var head = new StringBuilder();
    head.append(request.method()).append(' ').append(request.rawPath()).append(query);
    head.append(" HTTP/1.1\r\nConnection: close\r\n");
    request
        .headers()
        .forEach(
            (name, values) -> values.forEach(value -> head.append(name + ": " + value + "\r\n")));
    if (request.body().length > 0 && request.all("content-length").isEmpty()) {
      head.append("Content-Length: ").append(request.body().length).append("\r\n");
    }
    var octets = new ByteArrayOutputStream();
    octets.writeBytes(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    octets.writeBytes(request.body());
    return octets.toByteArray();
  }
}
