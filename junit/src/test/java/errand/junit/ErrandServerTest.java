package errand.junit;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.identity.AccessKey;
import errand.server.identity.Role;
import errand.server.identity.Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a user's test would do: a job whose device hangs, and ten minutes that pass at once. */
class ErrandServerTest {
  private static final Instant START = Instant.parse("2027-01-01T00:00:00Z");

  @RegisterExtension static final ErrandServer errand = new ErrandServer(START);

  @Test
  void a_device_that_hangs_times_out_when_its_time_is_over() throws Exception {
    send("POST", "/things/pump", "{}", "iot");
    send(
        "PUT",
        "/jobs/fw",
        """
        {"targets": ["arn:aws:iot:%s:%s:thing/pump"], "document": "{}",
         "timeoutConfig": {"inProgressTimeoutInMinutes": 10}}
        """
            .formatted(errand.region(), errand.account()),
        "iot");
    errand.advance(Duration.ofSeconds(1));
    send("PUT", "/things/pump/jobs/$next", "{}", "iot-jobs-data");

    errand.advance(Duration.ofMinutes(9));
    assertThat(execution()).contains("\"status\":\"IN_PROGRESS\"");
    errand.advance(Duration.ofMinutes(1));

    assertThat(execution()).contains("\"status\":\"TIMED_OUT\"");
    assertThat(send("GET", "/jobs/fw", "", "iot")).contains("\"status\":\"COMPLETED\"");
    assertThat(errand.now()).isEqualTo(START.plusSeconds(601));
  }

  private static String execution() throws IOException, InterruptedException {
    return send("GET", "/things/pump/jobs/fw", "", "iot");
  }

  private static String send(String method, String path, String body, String service)
      throws IOException, InterruptedException {
    var key =
        new AccessKey(errand.accessKeyId(), errand.secretAccessKey(), errand.account(), Role.ADMIN);
    URI uri = errand.url().resolve(path);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.ofByteArray(bytes));
    new Signer(key, errand.region())
        .headers(method, uri, bytes, service, InstantSource.system().instant())
        .forEach(request::header);
    try (var http = HttpClient.newHttpClient()) {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
      return response.body();
    }
  }
}
