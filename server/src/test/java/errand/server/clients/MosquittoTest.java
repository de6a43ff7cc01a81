package errand.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import errand.server.conformance.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Mosquitto's command-line tools as a device (Debian package mosquitto-clients): the subscriber
 * hears the notifications, the request tool asks, the publisher reports. An answer goes to the
 * connection that asked, so the publisher's own answers are seen by their effect.
 */
@ExtendWith(SharedServer.class)
final class MosquittoTest {
  private final RunningServer server;
  private final String thing;
  private final String base;

  @TempDir private Path folder = Path.of("");

  MosquittoTest(RunningServer server) {
    this.server = server;
    this.thing = server.thing();
    this.base = "$aws/things/" + thing + "/jobs/";
  }

  @BeforeAll
  static void needsTheTools() {
    Tools.need("mosquitto_pub", "mosquitto_sub", "mosquitto_rr");
  }

  /** How the tools come in. */
  private record Door(String version, List<String> options) {}

  private Door plain(String version) {
    return new Door(version, List.of("-p", Integer.toString(server.doors().mqtt())));
  }

  private Door tls(String version) throws IOException {
    var certificate = server.operator().createCertificate(true);
    server.operator().attach(certificate, thing);
    DeviceKeys keys = certificate.keys();
    var options = new ArrayList<>(List.of("-p", Integer.toString(server.doors().mqtts())));
    options.addAll(List.of("--cafile", server.doors().ca().toString()));
    options.addAll(List.of("--cert", file("device.pem", keys.certificatePem())));
    options.addAll(List.of("--key", file("device.key", keys.privateKeyPem())));
    return new Door(version, options);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private Command tool(Door door, String name, String... words) {
    var command = new ArrayList<>(List.of(name, "-h", "localhost", "-V", door.version()));
    command.addAll(door.options());
    command.addAll(List.of("-q", "1"));
    command.addAll(List.of(words));
    return Command.start(folder, command);
  }

  private JsonNode ask(Door door, String request, String answer, String payload) {
    try (var tool =
        tool(
            door,
            "mosquitto_rr",
            "-t",
            base + request,
            "-e",
            base + request + "/" + answer,
            "-m",
            payload,
            "-W",
            "20")) {
      var json = JsonMapper.shared().readTree(tool.line());
      tool.awaitSuccess();
      return json;
    }
  }

  private void publish(Door door, String request, String payload) {
    try (var tool = tool(door, "mosquitto_pub", "-t", base + request, "-m", payload)) {
      tool.awaitSuccess();
    }
  }

  /**
   * A subscriber that misses nothing from now on: it comes back to a session that the same tool has
   * begun, and left when it was told that it is subscribed.
   */
  private Command subscriber(Door door) {
    var client = server.freshName("mosquitto");
    var words = new ArrayList<>(List.of("-i", client, "-c", "-t", base + "notify"));
    if (door.version().equals("mqttv5")) {
      words.addAll(List.of("-x", "300"));
    }
    var listening = words.toArray(String[]::new);
    words.add("-E");
    try (var beginning = tool(door, "mosquitto_sub", words.toArray(String[]::new))) {
      beginning.awaitSuccess();
    }
    return tool(door, "mosquitto_sub", listening);
  }

  private static JsonNode heard(Command subscriber) {
    return JsonMapper.shared().readTree(subscriber.line()).path("jobs");
  }

  @ParameterizedTest
  @CsvSource({"plain, mqttv311", "plain, mqttv5", "tls, mqttv311", "tls, mqttv5"})
  void the_tools_live_the_whole_life_of_two_jobs(String way, String version) throws IOException {
    var door = way.equals("tls") ? tls(version) : plain(version);
    try (var subscriber = subscriber(door)) {
      var first = server.queuedJob(thing);
      assertThat(heard(subscriber).path("QUEUED").findValuesAsString("jobId"))
          .containsExactly(first);
      var second = server.queuedJob(thing);
      assertThat(heard(subscriber).path("QUEUED").findValuesAsString("jobId"))
          .containsExactly(first, second);

      var pending = ask(door, "get", "accepted", "{\"clientToken\":\"m1\"}");
      assertThat(pending.path("clientToken").asString()).isEqualTo("m1");
      assertThat(pending.path("queuedJobs").findValuesAsString("jobId"))
          .containsExactly(first, second);
      var started = ask(door, "start-next", "accepted", "{}").path("execution");
      assertThat(started.path("jobId").asString()).isEqualTo(first);
      assertThat(started.path("jobDocument"))
          .isEqualTo(JsonMapper.shared().readTree("{\"op\":\"flash\"}"));
      assertThat(
              ask(door, "$next/get", "accepted", "{}").path("execution").path("status").asString())
          .isEqualTo("IN_PROGRESS");
      publish(door, first + "/update", "{\"status\":\"SUCCEEDED\",\"expectedVersion\":\"2\"}");
      assertThat(heard(subscriber).path("QUEUED").findValuesAsString("jobId"))
          .containsExactly(second);
      publish(door, second + "/update", "{\"status\":\"FAILED\"}");

      assertThat(heard(subscriber)).isEmpty();
      var details = server.operator().describeJob(first).path("jobProcessDetails");
      assertThat(details.path("numberOfSucceededThings").asInt()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"plain, mqttv311", "plain, mqttv5", "tls, mqttv311", "tls, mqttv5"})
  void the_request_tool_is_told_what_is_wrong(String way, String version) throws IOException {
    var door = way.equals("tls") ? tls(version) : plain(version);
    var job = server.queuedJob(thing);

    assertThat(code(ask(door, job + "/update", "rejected", "{\"status\":\"DONE\"}")))
        .isEqualTo("InvalidRequest");
    assertThat(code(ask(door, job + "/update", "rejected", "{"))).isEqualTo("InvalidJson");
    assertThat(code(ask(door, "none/get", "rejected", "{}"))).isEqualTo("ResourceNotFound");
    assertThat(code(ask(door, "nonsense", "rejected", "{}"))).isEqualTo("InvalidTopic");
    var stale = "{\"status\":\"FAILED\",\"expectedVersion\":9}";
    assertThat(code(ask(door, job + "/update", "rejected", stale))).isEqualTo("VersionMismatch");
    ask(door, job + "/update", "accepted", "{\"status\":\"REJECTED\"}");
    assertThat(code(ask(door, job + "/update", "rejected", "{\"status\":\"FAILED\"}")))
        .isEqualTo("InvalidStateTransition");
    assertThat(code(ask(door, job + "/get", "rejected", "{}"))).isEqualTo("TerminalStateReached");
  }

  private static String code(JsonNode answer) {
    return answer.path("code").asString();
  }
}
