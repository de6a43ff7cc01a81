package errand.server.conformance.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The time of a server that was started with a manual clock, moved as anybody moves it: over HTTP.
 * Each move returns when all that became due on the way is done and published.
 */
public final class HeldClock implements AutoCloseable {
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI address;

  public HeldClock(Doors doors) {
    this.address = URI.create(doors.httpUrl() + "/_errand/clock");
  }

  public Instant now() {
    return Instant.parse(told(HttpRequest.newBuilder(address).build()).path("now").asString());
  }

  public void advance(Duration by) {
    move("{\"advance\":\"" + by + "\"}");
  }

  public void set(Instant at) {
    move("{\"set\":\"" + at + "\"}");
  }

  /** To the next instant at which something is due; gives that instant. */
  public Instant jump() {
    return move("{\"jump\":true}");
  }

  /** Time stands, and what is due is done. */
  public void settle() {
    advance(Duration.ZERO);
  }

  private Instant move(String body) {
    var request =
        HttpRequest.newBuilder(address).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    return Instant.parse(told(request).path("now").asString());
  }

  private JsonNode told(HttpRequest request) {
    try {
      var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError("refused: " + answer.body());
      }
      return JsonMapper.shared().readTree(answer.body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
