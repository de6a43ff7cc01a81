package errand.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Arrival;
import errand.server.conformance.support.MqttProbe.Login;
import errand.server.conformance.support.MqttProbe.Version;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Payloads, topics and octets over MQTT. Every answer is accepted or has one of the nine codes but
 * InternalError, nothing is left unanswered, and a neighbour goes on. The seed is fixed. A long run
 * makes N times as many inputs:
 *
 * <pre>mvn -Dquick -DskipTests=false -pl server -am -Dtest='*FuzzTest' -Derrand.fuzz=100 test</pre>
 */
@ExtendWith(SharedServer.class)
@SuppressWarnings({"AddressSelection", "ArrayRecordComponent"}) // Loopback; never compared.
final class MqttFuzzTest {
  private static final long SEED = 20_171_129;
  private static final int BATCH = 50;

  /** The nine but InternalError, which is never right. */
  private static final Set<String> CODES =
      Set.of(
          "InvalidTopic",
          "InvalidJson",
          "InvalidRequest",
          "InvalidStateTransition",
          "ResourceNotFound",
          "VersionMismatch",
          "RequestThrottled",
          "TerminalStateReached");

  private static final List<String> BODIES =
      List.of(
          "",
          "{}",
          "{\"clientToken\":\"t\"}",
          "{\"status\":\"IN_PROGRESS\",\"statusDetails\":{\"a\":\"b\"},\"expectedVersion\":1}",
          "{\"status\":\"FAILED\",\"executionNumber\":1,\"stepTimeoutInMinutes\":5}",
          "{\"includeJobDocument\":true,\"executionNumber\":\"1\"}",
          "{\"statusDetails\":{\"a\":\"b\"},\"stepTimeoutInMinutes\":5,\"clientToken\":\"\"}");

  private static final List<String> LEVELS =
      List.of(
          "",
          "$aws",
          "$SYS",
          "things",
          "jobs",
          "get",
          "update",
          "start-next",
          "$next",
          "accepted",
          "rejected",
          "notify",
          "notify-next",
          "namespace-x",
          "shadow",
          " ",
          "a b",
          "\u00e4",
          "\ud83d\ude00",
          "%24next",
          "..",
          "x".repeat(65),
          "x".repeat(129),
          "x".repeat(300));

  private final Random random = new Random(SEED);
  private final Mutations mutations = new Mutations(random);
  private final RunningServer server;
  private final String thing;
  private final String job;
  private final String base;
  private final Neighbour neighbour;

  MqttFuzzTest(RunningServer server) {
    this.server = server;
    this.thing = server.thing();
    this.job = server.queuedJob(thing);
    this.base = "$aws/things/" + thing + "/jobs/";
    this.neighbour = Neighbour.beside(server);
  }

  @AfterEach
  void the_neighbour_has_noticed_nothing() {
    assertThat(neighbour.stop()).isPositive();
  }

  @Test
  void every_payload_is_answered_on_its_topic() {
    var budget = Budget.of(16_000, Duration.ofSeconds(8));
    try (var device = MqttProbe.connect(Version.V5, Login.plain(server.doors()))) {
      while (batchOfPayloads(device, budget)) {
        assertThat(device.isOpen()).isTrue();
      }
    }
    assertThat(budget.spent()).isGreaterThanOrEqualTo(BATCH);
  }

  private boolean batchOfPayloads(MqttProbe device, Budget budget) {
    var requests =
        List.of("get", "start-next", "$next/get", job + "/get", job + "/update", "none/update");
    var sent = new ArrayList<Sent>();
    while (sent.size() < BATCH && budget.take()) {
      var topic = base + mutations.one(requests);
      var payload = mutations.body(BODIES);
      sent.add(new Sent(topic, payload, device.send(topic, payload)));
    }
    for (var each : sent) {
      assertThat(Await.result(each.reason())).as(each::toString).isZero();
      assertAnswer(device.next(), each);
    }
    return !sent.isEmpty();
  }

  @Test
  void every_topic_is_answered_or_turned_away_for_a_reason() {
    var budget = Budget.of(4_000, Duration.ofSeconds(6));
    var valid =
        List.of(
            base + "get",
            base + "$next/get",
            base + job + "/update",
            base + job + "/namespace-x/get",
            "fleet/" + thing + "/telemetry");
    var device = MqttProbe.connect(Version.V5, Login.plain(server.doors()));
    while (budget.take()) {
      var topic = mutations.path(mutations.one(valid), LEVELS);
      if (!topic.isEmpty()) {
        device = sentOn(device, topic);
      }
    }
    device.close();
    assertThat(budget.spent()).isPositive();
  }

  /** The connection to go on with: the same, or another one when the topic was the last straw. */
  private MqttProbe sentOn(MqttProbe device, String topic) {
    var payload = mutations.body(BODIES);
    var reason = device.send(topic, payload).exceptionally(_ -> -1);
    var sent = new Sent(topic, payload, reason);
    if (Await.result(reason) == 0) {
      for (var arrival : device.beforeAnswerOf(thing)) {
        assertAnswer(arrival, sent);
      }
      return device;
    }
    if (reason.join() > 0) {
      // 0x87, not authorized: topics that only the server publishes to.
      assertThat(reason.join()).as(sent::toString).isEqualTo(0x87);
      assertThat(device.isOpen()).isTrue();
      return device;
    }
    device.awaitClosed();
    assertThat(mayEndAConnection(topic)).as(sent::toString).isTrue();
    return MqttProbe.connect(Version.V5, Login.plain(server.doors()));
  }

  // Too long, too many levels, or the jobs of what cannot be a thing (device-protocol 1.8, 5.5).
  private static boolean mayEndAConnection(String topic) {
    var levels = topic.split("/", -1);
    var noThing =
        levels.length > 3
            && topic.startsWith("$aws/things/")
            && !levels[2].matches("[a-zA-Z0-9:_-]{1,128}");
    return levels.length > 8 || topic.getBytes(StandardCharsets.UTF_8).length > 256 || noThing;
  }

  private record Sent(String topic, byte[] payload, CompletableFuture<Integer> reason) {
    @Override
    public String toString() {
      return topic + " " + new String(payload, StandardCharsets.ISO_8859_1);
    }
  }

  private static void assertAnswer(Arrival arrival, Sent sent) {
    if (arrival.topic().equals(sent.topic() + "/accepted")) {
      return;
    }
    assertThat(arrival.topic()).as(sent::toString).isEqualTo(sent.topic() + "/rejected");
    assertThat(arrival.json().path("code").asString()).as(sent::toString).isIn(CODES);
    assertThat(arrival.json().path("message").isString()).isTrue();
    assertThat(arrival.json().path("timestamp").isIntegralNumber()).isTrue();
  }

  @Test
  void octets_that_are_no_mqtt_end_their_own_connection_at_most() throws IOException {
    var connect = "101700044d5154540402003c000b66757a7a2d6f6374657473";
    var packets =
        List.of(
            connect,
            connect + "8210000a000b246177732f7468696e677301",
            connect + "320b0005612f622f63000b7b7d",
            connect + "c000",
            connect + "e000",
            "101800044d5154540502003c00000b66757a7a2d6f6374657435");
    var budget = Budget.of(400, Duration.ofSeconds(6));
    while (budget.take()) {
      var octets = HexFormat.of().parseHex(mutations.one(packets));
      for (int damage = random.nextInt(4); damage > 0; damage--) {
        octets = mutations.damaged(octets);
      }
      try (var socket = new Socket("127.0.0.1", server.doors().mqtt())) {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
      } catch (IOException closedAlready) {
        assertThat(closedAlready).hasMessageMatching("(?i).*(reset|broken pipe|closed).*");
      }
    }
    assertThat(budget.spent()).isPositive();
  }
}
