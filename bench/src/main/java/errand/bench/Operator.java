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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What the bench asks of a server's control plane. */
final class Operator implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);
  private static final String GROUP = "bench";
  private static final int NOT_FOUND = 404;

  private final Map<String, String> arns = new ConcurrentHashMap<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;
  private final Signer signer;

  Operator(URI url, AccessKey key, String region) {
    this.url = url;
    this.signer = new Signer(key, region);
  }

  /** Registers the things and a job for all of them; returns when each has its execution. */
  void prepare(List<String> things) {
    for (var thing : things) {
      send("POST", "/things/" + thing, Json.object());
    }
    assign(things);
  }

  /** Makes a job for things that there are; returns when each has its execution. */
  void assign(List<String> things) {
    send("POST", "/thing-groups/" + GROUP, Json.object());
    for (var thing : things) {
      var member = Json.object().put("thingName", thing).put("thingGroupName", GROUP);
      send("PUT", "/thing-groups/addThingToThingGroup", member);
    }
    create(Scenario.JOB, GROUP, nothing());
    awaitQueued(Scenario.JOB, things.size());
  }

  /**
   * CreateJob for a group.
   *
   * @param more further members of the request
   */
  void create(String job, String group, ObjectNode more) {
    var body = more.deepCopy().put("document", Json.text(document()));
    body.putArray("targets").add(arn(group));
    send("PUT", "/jobs/" + job, body);
  }

  private String arn(String group) {
    return arns.computeIfAbsent(
        group,
        name ->
            send("GET", "/thing-groups/" + name, Json.object()).path("thingGroupArn").asString());
  }

  /** CancelJob; the rest of the work goes on behind the answer. */
  void cancel(String job) {
    send("PUT", "/jobs/" + job + "/cancel", Json.object());
  }

  /** DeleteJob; the rest of the work goes on behind the answer. */
  void delete(String job) {
    send("DELETE", "/jobs/" + job + "?force=true", Json.object());
  }

  /** A certificate whose owners may act for every thing. */
  DeviceCertificate certificate() {
    var issued = send("POST", "/keys-and-certificate?setAsActive=true", nothing());
    var statement = Json.object().put("Effect", "Allow").put("Action", "*").put("Resource", "*");
    var policy = Json.object().put("Version", "2012-10-17");
    policy.putArray("Statement").add(statement);
    send("POST", "/policies/bench", Json.object().put("policyDocument", Json.text(policy)));
    send(
        "PUT",
        "/target-policies/bench",
        Json.object().put("target", issued.path("certificateArn").asString()));
    return DeviceCertificate.of(
        issued.path("certificatePem").asString(),
        issued.path("keyPair").path("PrivateKey").asString());
  }

  /** Moves a server's manual clock on by a minute; returns when all that is due then is done. */
  void passMinute() {
    send("POST", "/_errand/clock", Json.object().put("advance", "PT1M"));
  }

  /** True when the job is gone. */
  boolean gone(String job) {
    return answer("GET", "/jobs/" + job, Json.object()).statusCode() == NOT_FOUND;
  }

  /** A request without further members. */
  static ObjectNode nothing() {
    return Json.object();
  }

  private static ObjectNode document() {
    return Json.object()
        .put("operation", "install")
        .put("version", "2.1.0")
        .put("url", "https://downloads.example/pump/2.1.0.bin");
  }

  private void awaitQueued(String job, int things) {
    var giveUpNanos = System.nanoTime() + PATIENCE.toNanos();
    var queued = queued(job);
    while (queued < things) {
      if (System.nanoTime() - giveUpNanos > 0) {
        throw new UnexpectedException("only %d of %d things are queued".formatted(queued, things));
      }
      pause();
      queued = queued(job);
    }
  }

  /** Executions of a job that wait for their things. */
  int queued(String job) {
    return count(job, "numberOfQueuedThings");
  }

  /** Executions of a job that were called off. */
  int canceled(String job) {
    return count(job, "numberOfCanceledThings");
  }

  private int count(String job, String member) {
    return send("GET", "/jobs/" + job, Json.object())
        .path("job")
        .path("jobProcessDetails")
        .path(member)
        .asInt(0);
  }

  /** A moment between two looks. */
  static void pause() {
    try {
      Thread.sleep(LOOK_EVERY);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UnexpectedException("interrupted");
    }
  }

  JsonNode send(String method, String path, ObjectNode content) {
    var answer = answer(method, path, content);
    if (answer.statusCode() != 200) {
      throw new UnexpectedException(
          method + " " + path + " was answered " + answer.statusCode() + ": " + answer.body());
    }
    return Json.parse(answer.body()).orElseGet(Json::object);
  }

  private HttpResponse<String> answer(String method, String path, ObjectNode content) {
    var uri = url.resolve(path);
    var body = method.equals("GET") ? new byte[0] : Json.bytes(content);
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    signer
        .headers(method, uri, body, "iot", InstantSource.system().instant())
        .forEach(request::header);
    return send(request.build());
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
