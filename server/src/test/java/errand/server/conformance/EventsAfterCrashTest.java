package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.hash.Hashing;
import errand.server.conformance.support.Await;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Arrival;
import errand.server.conformance.support.MqttProbe.Login;
import errand.server.conformance.support.MqttProbe.Version;
import errand.server.conformance.support.ServerProcess;
import errand.server.events.Receiver;
import errand.server.events.Receiver.Manner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** Events of what was acknowledged reach their readers, though the server died before. */
final class EventsAfterCrashTest {
  private static final List<String> THINGS =
      IntStream.range(0, 20).mapToObj("pump-%02d"::formatted).toList();
  private static final int ACKNOWLEDGED_BEFORE_DEATH = 8;
  private static final String SECRET = "only we two know";

  @TempDir private Path folder = Path.of("");

  @Test
  void subscribers_are_told_at_least_once_and_a_repetition_has_the_same_id() {
    var data = folder.resolve("data");
    Map<String, Set<String>> ids = new TreeMap<>();
    Set<String> acknowledged = new HashSet<>();
    try (var server = ServerProcess.start(data);
        var subscriber = MqttProbe.connect(Version.V3, subscriber(server))) {
      subscriber.subscribe("$aws/events/#");
      rollOut(server, THINGS);
      try (var device = MqttProbe.connect(server.doors())) {
        THINGS.forEach(thing -> succeed(device, thing));
        device.next(ACKNOWLEDGED_BEFORE_DEATH).forEach(each -> acknowledged.add(thingOf(each)));
        server.kill();
        device.awaitClosed();
        device.rest().forEach(each -> acknowledged.add(thingOf(each)));
      }
      subscriber.awaitClosed();
      subscriber.rest().forEach(each -> note(each, ids));
    }

    try (var server = ServerProcess.start(data);
        var subscriber = MqttProbe.connect(Version.V3, subscriber(server))) {
      try (var device = MqttProbe.connect(server.doors())) {
        THINGS.forEach(thing -> succeed(device, thing));
        device.next(THINGS.size());
      }
      while (!ids.containsKey("COMPLETED")) {
        note(subscriber.next(), ids);
      }
    }
    assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(ACKNOWLEDGED_BEFORE_DEATH);
    assertThat(ids).hasSize(THINGS.size() + 1).containsKeys(THINGS.toArray(String[]::new));
    assertThat(ids).allSatisfy((what, of) -> assertThat(of).as(what).hasSize(1));
  }

  @Test
  void a_webhook_that_was_down_is_told_everything_in_order_after_the_server_died()
      throws IOException {
    var data = folder.resolve("data");
    var things = THINGS.subList(0, 3);
    try (var receiver = new Receiver()) {
      String[] hook = hook(receiver);
      receiver.answerAlways(Manner.BADLY);
      try (var server = ServerProcess.start(data, hook)) {
        rollOut(server, things);
        try (var device = MqttProbe.connect(server.doors())) {
          for (var thing : things) {
            succeed(device, thing);
            device.next();
          }
        }
        Await.answer(receiver::posted, posted -> posted.size() >= 2);
        server.kill();
      }
      assertThat(receiver.posted())
          .extracting(Receiver.Posted::id)
          .containsOnly(receiver.posted().getFirst().id());

      receiver.answerAlways(Manner.WELL);
      try (var server = ServerProcess.start(data, hook)) {
        Await.answer(receiver::taken, taken -> taken.size() >= 4);
        assertThat(server.operator().describeJob("roll").path("status").asString())
            .isEqualTo("COMPLETED");
      }

      var told = new ArrayList<String>();
      for (var each : receiver.taken()) {
        var json = JsonMapper.shared().readTree(each.body());
        told.add(json.path("thingArn").asString(json.path("status").asString()));
        assertThat(json.path("eventId").asString()).isEqualTo(each.id());
        assertThat(each.signature()).isEqualTo(signed(each));
      }
      assertThat(told.stream().map(each -> each.substring(each.indexOf('/') + 1)))
          .containsExactly(things.get(0), things.get(1), things.get(2), "COMPLETED");
      assertThat(receiver.taken().getFirst().id()).isEqualTo(receiver.posted().getFirst().id());
    }
  }

  @Test
  void a_webhook_that_was_down_is_told_of_the_registry_after_the_server_died() throws IOException {
    var data = folder.resolve("data");
    try (var receiver = new Receiver()) {
      String[] hook = hook(receiver);
      receiver.answerAlways(Manner.BADLY);
      try (var server = ServerProcess.start(data, hook)) {
        turnOn(server, "THING");
        server.operator().createThing("pump");
        Await.answer(receiver::posted, posted -> !posted.isEmpty());
        server.kill();
      }

      receiver.answerAlways(Manner.WELL);
      try (var server = ServerProcess.start(data, hook)) {
        server.operator().createThing("valve");
        Await.answer(receiver::taken, taken -> taken.size() >= 2);
      }

      assertThat(receiver.taken())
          .extracting(Receiver.Posted::topic)
          .containsExactly("$aws/events/thing/pump/created", "$aws/events/thing/valve/created");
      assertThat(receiver.taken().getFirst().id()).isEqualTo(receiver.posted().getFirst().id());
      assertThat(receiver.taken()).allMatch(each -> each.signature().equals(signed(each)));
    }
  }

  private String[] hook(Receiver receiver) throws IOException {
    var secret = Files.writeString(folder.resolve("secret"), SECRET);
    return new String[] {"--webhook=" + receiver.address(), "--webhook-secret-file=" + secret};
  }

  private static void turnOn(ServerProcess server, String kind) {
    var body = "{\"eventConfigurations\":{\"" + kind + "\":{\"Enabled\":true}}}";
    assertThat(server.operator().call("PATCH", "/event-configurations", body).status())
        .isEqualTo(200);
  }

  private static String signed(Receiver.Posted post) {
    var seconds = post.signature().substring("t=".length(), post.signature().indexOf(','));
    return "t="
        + seconds
        + ",v1="
        + Hashing.hmacSha256(SECRET.getBytes(StandardCharsets.UTF_8))
            .hashString(seconds + "." + post.body(), StandardCharsets.UTF_8);
  }

  private static Login subscriber(ServerProcess server) {
    return new Login(server.doors(), Optional.empty(), "subscriber", false);
  }

  private static void rollOut(ServerProcess server, List<String> things) {
    turnOn(server, "JOB");
    turnOn(server, "JOB_EXECUTION");
    things.forEach(server.operator()::createThing);
    server.operator().createJob("roll", "{}", things.toArray(String[]::new));
    Await.answer(
        () ->
            server
                .operator()
                .describeJob("roll")
                .path("jobProcessDetails")
                .path("numberOfQueuedThings")
                .asInt(),
        queued -> queued == things.size());
  }

  private static void succeed(MqttProbe device, String thing) {
    var _ =
        device.send(
            "$aws/things/" + thing + "/jobs/roll/update",
            "{\"status\":\"SUCCEEDED\"}".getBytes(StandardCharsets.UTF_8));
  }

  private static String thingOf(Arrival answer) {
    return answer.topic().replace("$aws/things/", "").replaceFirst("/.*", "");
  }

  /** Under the thing's name, or under the status of the job itself. */
  private static void note(Arrival event, Map<String, Set<String>> ids) {
    var thing = event.json().path("thingArn").asString("").replaceFirst(".*/", "");
    var what = thing.isEmpty() ? event.json().path("status").asString() : thing;
    ids.computeIfAbsent(what, _ -> new HashSet<>()).add(event.json().path("eventId").asString());
  }
}
