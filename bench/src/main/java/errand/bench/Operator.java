package errand.bench;

import errand.server.identity.AccessKey;
import errand.server.identity.Signer;
import errand.server.wire.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Prepares a fleet on a server through its control plane. */
final class Operator implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final String GROUP = "bench";

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;
  private final Signer signer;

  Operator(URI url, AccessKey key, String region) {
    this.url = url;
    this.signer = new Signer(key, region);
  }

  /** Registers the things and a job for all of them; returns when each has its execution. */
  void prepare(List<String> things) {
    var group = send("POST", "/thing-groups/" + GROUP, Json.object());
    for (var thing : things) {
      send("POST", "/things/" + thing, Json.object());
      var member = Json.object().put("thingName", thing).put("thingGroupName", GROUP);
      send("PUT", "/thing-groups/addThingToThingGroup", member);
    }
    var job = Json.object().put("document", Json.text(document()));
    job.putArray("targets").add(group.path("thingGroupArn").asString());
    send("PUT", "/jobs/" + Scenario.JOB, job);
    awaitRollout(things.size());
  }

  private static ObjectNode document() {
    return Json.object()
        .put("operation", "install")
        .put("version", "2.1.0")
        .put("url", "https://downloads.example/pump/2.1.0.bin");
  }

  private void awaitRollout(int things) {
    var giveUpNanos = System.nanoTime() + PATIENCE.toNanos();
    var queued = queued();
    while (queued < things) {
      if (System.nanoTime() - giveUpNanos > 0) {
        throw new UnexpectedException("only %d of %d things are queued".formatted(queued, things));
      }
      pause();
      queued = queued();
    }
  }

  private int queued() {
    return send("GET", "/jobs/" + Scenario.JOB, Json.object())
        .path("job")
        .path("jobProcessDetails")
        .path("numberOfQueuedThings")
        .asInt(0);
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_EVERY);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UnexpectedException("interrupted");
    }
  }

  private JsonNode send(String method, String path, ObjectNode content) {
    var uri = url.resolve(path);
    var body = method.equals("GET") ? new byte[0] : Json.bytes(content);
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    signer
        .headers(method, uri, body, "iot", InstantSource.system().instant())
        .forEach(request::header);
    var answer = send(request.build());
    if (answer.statusCode() != 200) {
      throw new UnexpectedException(
          method + " " + path + " was answered " + answer.statusCode() + ": " + answer.body());
    }
    return Json.parse(answer.body()).orElseGet(Json::object);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException failure) {
      throw new UncheckedIOException("no answer from " + url, failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UnexpectedException("interrupted");
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
