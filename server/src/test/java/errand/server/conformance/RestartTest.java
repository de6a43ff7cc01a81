package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Arrival;
import errand.server.conformance.support.MqttProbe.Login;
import errand.server.conformance.support.MqttProbe.Version;
import errand.server.conformance.support.ServerProcess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the server has acknowledged survives its sudden death. */
final class RestartTest {
  private static final int UPDATES_PER_THING = 3;
  private static final int ACCEPTED_BEFORE_DEATH = 31;
  private static final List<String> THINGS =
      IntStream.range(0, 20).mapToObj("pump-%02d"::formatted).toList();

  @TempDir private Path folder = Path.of("");

  @Test
  void a_server_killed_amid_updates_keeps_what_it_acknowledged_and_says_what_it_owes() {
    var acknowledged = new HashMap<String, Integer>();
    Set<String> toldEmpty = new HashSet<>();
    try (var server = ServerProcess.start(folder.resolve("data"));
        var keeper = MqttProbe.connect(Version.V3, keeper(server))) {
      keeper.subscribe("$aws/things/+/jobs/notify");
      prepare(server, keeper);

      acknowledged.putAll(updateUntilKilled(server));

      keeper.awaitClosed();
      keeper.rest().forEach(each -> noteEmpty(each, toldEmpty));
    }

    try (var server = ServerProcess.start(folder.resolve("data"));
        var keeper = MqttProbe.connect(Version.V3, keeper(server))) {
      var kept = new HashMap<String, JsonNode>();
      THINGS.forEach(thing -> kept.put(thing, execution(server, thing)));

      kept.forEach(
          (thing, execution) ->
              assertThat(execution.path("versionNumber").asInt())
                  .as(thing)
                  .isGreaterThanOrEqualTo(acknowledged.getOrDefault(thing, 1)));
      kept.values().forEach(RestartTest::assertWhole);
      var ended = new HashSet<String>();
      kept.forEach(
          (thing, execution) -> {
            if (execution.path("status").asString().equals("SUCCEEDED")) {
              ended.add(thing);
            }
          });
      assertThat(ended).isNotEmpty().isNotEqualTo(Set.copyOf(THINGS));
      while (!toldEmpty.containsAll(ended)) {
        noteEmpty(keeper.next(), toldEmpty);
      }
      assertThat(toldEmpty).isEqualTo(ended);

      finish(server);
      var job = server.operator().describeJob("roll");
      assertThat(job.path("status").asString()).isEqualTo("COMPLETED");
      assertThat(job.path("jobProcessDetails").path("numberOfSucceededThings").asInt())
          .isEqualTo(THINGS.size());
      while (toldEmpty.size() < THINGS.size()) {
        noteEmpty(keeper.next(), toldEmpty);
      }
    }
  }

  @Test
  void a_server_told_to_stop_ends_well_and_goes_on_after_a_restart() {
    var data = folder.resolve("data");
    try (var server = ServerProcess.start(data)) {
      server.operator().createThing("pump-1");
      server.operator().createJob("one", "{}", "pump-1");

      // 128 and SIGTERM: the JVM's own code after its shutdown hooks.
      assertThat(server.stop()).isEqualTo(143);
    }
    assertThat(data.resolve("running.json")).doesNotExist();

    try (var server = ServerProcess.start(data)) {
      assertThat(server.operator().describeJob("one").path("status").asString())
          .isEqualTo("IN_PROGRESS");
      assertThat(server.operator().describeJob("one").path("targets").size()).isEqualTo(1);
    }
  }

  // A persistent session: what it was not told before the death it must be told after.
  private static Login keeper(ServerProcess server) {
    return new Login(server.doors(), Optional.empty(), "keeper", false);
  }

  private static void prepare(ServerProcess server, MqttProbe keeper) {
    THINGS.forEach(server.operator()::createThing);
    server.operator().createJob("roll", "{}", THINGS.toArray(String[]::new));
    var announced = new HashSet<String>();
    while (announced.size() < THINGS.size()) {
      announced.add(thingOf(keeper.next()));
    }
  }

  /** Sends all updates at once and kills when some are acknowledged; the versions they made. */
  private static Map<String, Integer> updateUntilKilled(ServerProcess server) {
    var acknowledged = new HashMap<String, Integer>();
    try (var device = MqttProbe.connect(server.doors())) {
      for (var thing : THINGS) {
        for (int version = 1; version <= UPDATES_PER_THING; version++) {
          var _ = device.send(updateTopic(thing), update(version));
        }
      }
      for (var answer : device.next(ACCEPTED_BEFORE_DEATH)) {
        note(answer, acknowledged);
      }
      server.kill();
      device.awaitClosed();
      device.rest().forEach(answer -> note(answer, acknowledged));
    }
    return acknowledged;
  }

  private static byte[] update(int version) {
    var status = version == UPDATES_PER_THING ? "SUCCEEDED" : "IN_PROGRESS";
    return """
        {"status":"%s","expectedVersion":%d,"statusDetails":{"step":"%d"},"clientToken":"%d"}
        """
        .formatted(status, version, version + 1, version + 1)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static void note(Arrival answer, Map<String, Integer> acknowledged) {
    assertThat(answer.topic()).endsWith("/update/accepted");
    var version = Integer.parseInt(answer.json().path("clientToken").asString());
    acknowledged.merge(thingOf(answer), version, Math::max);
  }

  private static void noteEmpty(Arrival notice, Set<String> things) {
    if (notice.json().path("jobs").isEmpty()) {
      things.add(thingOf(notice));
    }
  }

  private static JsonNode execution(ServerProcess server, String thing) {
    return server
        .operator()
        .call("GET", "/things/" + thing + "/jobs/roll", "")
        .json()
        .path("execution");
  }

  /** No half of an update: status and details are those of the version. */
  private static void assertWhole(JsonNode execution) {
    var version = execution.path("versionNumber").asInt();
    var status =
        version == 1 ? "QUEUED" : version <= UPDATES_PER_THING ? "IN_PROGRESS" : "SUCCEEDED";
    assertThat(execution.path("status").asString()).isEqualTo(status);
    var step = execution.path("statusDetails").path("detailsMap").path("step").asString("1");
    assertThat(step).isEqualTo(Integer.toString(version));
  }

  private static void finish(ServerProcess server) {
    try (var device = MqttProbe.connect(server.doors())) {
      for (var thing : THINGS) {
        device.request(updateTopic(thing), "{\"status\":\"SUCCEEDED\"}");
      }
    }
  }

  private static String updateTopic(String thing) {
    return "$aws/things/" + thing + "/jobs/roll/update";
  }

  private static String thingOf(Arrival arrival) {
    return arrival.topic().replaceFirst("^\\$aws/things/", "").replaceFirst("/.*", "");
  }
}
