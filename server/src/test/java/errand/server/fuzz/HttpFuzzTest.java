package errand.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Https;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Requests over HTTP, signed ones of odd meaning and raw ones of odd form. Every answer is one, and
 * none is the server's own fault; a neighbour goes on. The seed is fixed. For a long run see {@link
 * MqttFuzzTest}.
 */
@ExtendWith(SharedServer.class)
@SuppressWarnings("AddressSelection") // The loopback address only.
final class HttpFuzzTest {
  private static final long SEED = 20_151_028;
  private static final int SOCKET_MILLIS_MAX = 15_000;

  private static final List<String> METHODS =
      List.of("GET", "GET", "GET", "PUT", "POST", "PATCH", "DELETE", "HEAD", "OPTIONS");

  private static final List<String> SEGMENTS =
      List.of(
          "",
          "jobs",
          "things",
          "cancel",
          "targets",
          "job-document",
          "executionNumber",
          "1",
          "-1",
          "99999999999999999999",
          "$next",
          "%24next",
          "..",
          "%2e%2e",
          "%2F",
          "%00",
          "%",
          "%zz",
          "%ff%fe",
          "a%20b",
          "%E2%82%AC",
          "a:b",
          "a%3Ab",
          ";x=1",
          "x".repeat(65),
          "x".repeat(4_000));

  private static final List<String> PARAMETERS =
      List.of(
          "status",
          "maxResults",
          "nextToken",
          "targetSelection",
          "thingGroupName",
          "namespaceId",
          "force",
          "executionNumber",
          "includeJobDocument",
          "beforeSubstitution",
          "nonsense",
          "");

  private static final List<String> VALUES =
      List.of(
          "",
          "true",
          "TRUE",
          "0",
          "1",
          "-1",
          "250",
          "251",
          "1e3",
          "99999999999999999999",
          "IN_PROGRESS",
          "SNAPSHOT",
          "null",
          "\u0000",
          "\u00e4",
          "\ud83d\ude00",
          "%",
          "' or 1=1 --",
          "x".repeat(2_000));

  private final Random random = new Random(SEED);
  private final Mutations mutations = new Mutations(random);
  private final RunningServer server;
  private final String thing;
  private final List<String> paths;
  private final List<String> bodies;
  private final Neighbour neighbour;

  HttpFuzzTest(RunningServer server) {
    this.server = server;
    this.thing = server.thing();
    var job = server.queuedJob(thing);
    this.paths =
        List.of(
            "/things/" + thing + "/jobs",
            "/things/" + thing + "/jobs/$next",
            "/things/" + thing + "/jobs/" + job,
            "/things/" + thing + "/jobs/" + job + "/cancel",
            "/things/" + thing + "/jobs/" + job + "/executionNumber/1",
            "/jobs",
            "/jobs/" + job,
            "/jobs/fuzz-new",
            "/jobs/" + job + "/cancel",
            "/jobs/" + job + "/things",
            "/jobs/" + job + "/targets",
            "/jobs/" + job + "/job-document",
            "/job-templates/fuzz-template",
            "/job-templates");
    this.bodies =
        List.of(
            "",
            "{}",
            "{\"status\":\"IN_PROGRESS\",\"statusDetails\":{\"a\":\"b\"},\"expectedVersion\":1}",
            "{\"targets\":[\"arn:aws:iot:us-east-1:000000000000:thing/"
                + thing
                + "\"],\"document\":\"{}\",\"targetSelection\":\"SNAPSHOT\"}",
            "{\"description\":\"d\",\"document\":\"{}\",\"timeoutConfig\":"
                + "{\"inProgressTimeoutInMinutes\":5},\"jobExecutionsRolloutConfig\":"
                + "{\"maximumPerMinute\":5},\"abortConfig\":{\"criteriaList\":[{\"failureType\":"
                + "\"FAILED\",\"action\":\"CANCEL\",\"thresholdPercentage\":1.5,"
                + "\"minNumberOfExecutedThings\":1}]}}",
            "{\"schedulingConfig\":{\"startTime\":\"2027-01-31T02:30\",\"maintenanceWindows\":"
                + "[{\"startTime\":\"cron(0 2 ? * MON *)\",\"durationInMinutes\":5}]}}",
            "{\"reasonCode\":\"A_1\",\"comment\":\"c\"}");
    this.neighbour = Neighbour.beside(server);
  }

  @AfterEach
  void the_neighbour_has_noticed_nothing() {
    assertThat(neighbour.stop()).isPositive();
  }

  @Test
  void a_signed_request_of_whatever_meaning_is_answered_and_never_with_a_failure() {
    var budget = Budget.of(2_500, Duration.ofSeconds(9));
    try (var https = Https.of(server.doors())) {
      while (budget.take()) {
        var path = mutations.path(mutations.one(paths), SEGMENTS) + query();
        if (sendable(path)) {
          sendSigned(https, path);
        }
      }
    }
    assertThat(budget.spent()).isPositive();
  }

  private void sendSigned(Https https, String path) {
    var method = mutations.one(METHODS);
    var body = new String(mutations.body(bodies), StandardCharsets.UTF_8);
    var service = random.nextBoolean() ? "iot" : "iot-jobs-data";
    var by = server.operator().signature(service);

    var reply = https.send(by, method, path, body, Map.of());

    assertThat(reply.status())
        .as("%s %s %s %s answered %s", service, method, path, body, reply)
        .isBetween(200, 499);
    if (reply.status() >= 400 && !method.equals("HEAD")) {
      assertThat(reply.errorType()).as("%s %s %s", method, path, body).isNotBlank();
    }
  }

  // The client of the test refuses to send what is no URI at all; the raw requests do that.
  private static boolean sendable(String path) {
    try {
      return path.startsWith("/")
          && !path.startsWith("//")
          && URI.create("http://h" + path).getRawPath() != null;
    } catch (IllegalArgumentException noUri) {
      return false;
    }
  }

  private String query() {
    var text = new StringBuilder();
    for (int count = random.nextInt(4); count > 0; count--) {
      text.append(text.isEmpty() ? '?' : '&');
      text.append(mutations.one(PARAMETERS));
      if (random.nextInt(6) > 0) {
        text.append('=');
        text.append(URLEncoder.encode(mutations.one(VALUES), StandardCharsets.UTF_8));
      }
    }
    return text.toString();
  }

  @Test
  void a_raw_request_of_whatever_form_is_answered_or_cut_off_and_never_with_a_failure()
      throws IOException {
    var budget = Budget.of(2_500, Duration.ofSeconds(7));
    var answered = 0;
    while (budget.take()) {
      var request = raw();
      var line = statusLine(request);
      if (!line.isEmpty()) {
        assertThat(line)
            .as(() -> new String(request, StandardCharsets.ISO_8859_1))
            .matches("HTTP/1\\.[01] ([234]\\d\\d|501|505)( .*)?");
        answered++;
      }
    }
    assertThat(answered).isPositive();
  }

  private byte[] raw() {
    var body = mutations.body(bodies);
    var head =
        mutations.one(METHODS)
            + " "
            + mutations.path(mutations.one(paths), SEGMENTS)
            + query()
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + header()
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes(body);
    return random.nextInt(3) == 0 ? mutations.damaged(bytes.toByteArray()) : bytes.toByteArray();
  }

  private String header() {
    return switch (random.nextInt(9)) {
      case 0 -> "Authorization: AWS4-HMAC-SHA256 " + mutations.one(VALUES) + "\r\n";
      case 1 ->
          "Authorization: AWS4-HMAC-SHA256 Credential=A/20260101/us-east-1/iot/aws4_request, "
              + "SignedHeaders=host;x-amz-date, Signature=00\r\nX-Amz-Date: 2026\r\n";
      case 2 -> "Content-Type: " + mutations.one(VALUES) + "\r\n";
      case 3 -> "Transfer-Encoding: chunked\r\n";
      case 4 -> "Expect: 100-continue\r\n";
      case 5 -> "X-Odd: " + "y".repeat(random.nextInt(20_000)) + "\r\n";
      case 6 -> "Cookie\r\n";
      case 7 -> "Upgrade: websocket\r\nConnection: upgrade\r\n";
      default -> "";
    };
  }

  /** The first line of the answer; empty when the connection ended without one. */
  private String statusLine(byte[] request) throws IOException {
    try (var socket = new Socket("127.0.0.1", server.doors().http())) {
      socket.setSoTimeout(SOCKET_MILLIS_MAX);
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      socket.shutdownOutput();
      return firstLine(socket);
    } catch (SocketTimeoutException hanging) {
      throw new AssertionError(
          "no answer to " + new String(request, StandardCharsets.ISO_8859_1), hanging);
    } catch (SocketException cutOff) {
      return "";
    }
  }

  private static String firstLine(Socket socket) throws IOException {
    var line = new StringBuilder();
    var in = socket.getInputStream();
    for (int c = in.read(); c >= 0 && c != '\r' && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString();
  }
}
