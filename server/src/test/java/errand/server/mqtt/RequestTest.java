package errand.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.mqtt.Wire.Kind;
import errand.server.mqtt.Wire.Packet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestTest extends BrokerTest {

  private static final String GET = JOBS + "/get";

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_request_is_acknowledged_and_then_answered_without_a_subscription(int version) {
    try (var device = connected(version, "pump-4")) {

      device.publish(1, 7, GET, "{}");

      assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, 7, 0));
      assertThat(device.next().withoutId()).isEqualTo(Packet.delivery(1, GET + "/accepted", "{}"));
      assertThat(gate.requests).containsExactly(GET + " {}");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_request_at_qos_0_with_no_payload_is_answered(int version) {
    try (var device = connected(version, "pump-4")) {

      device.publish(0, 0, GET, "");

      assertThat(device.next().withoutId()).isEqualTo(Packet.delivery(1, GET + "/accepted", ""));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void overlapping_subscriptions_bring_no_second_copy_and_no_echo(int version) {
    try (var device = connected(version, "pump-4")) {
      subscribed(device, JOBS + "/#", JOBS + "/+/update/accepted", JOBS + "/j1/update/accepted");

      device.publish(1, 7, JOBS + "/j1/update", "x");
      var answers = List.of(device.next(), device.next().withoutId());
      publish(JOBS + "/notify", "sentinel");

      assertThat(answers)
          .containsExactly(
              Packet.of(Kind.PUBACK, 7, 0), Packet.delivery(1, JOBS + "/j1/update/accepted", "x"));
      assertThat(device.next().text()).isEqualTo("sentinel");
      assertThat(device.drain()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void others_see_neither_the_request_nor_the_reply(int version) {
    try (var device = connected(version, "pump-4");
        var other = connected(version, "other")) {
      subscribed(other, "$aws/things/+/jobs/#", JOBS + "/get", JOBS + "/get/accepted");

      device.publish(1, 7, GET, "{}");
      assertThat(List.of(device.next().kind(), device.next().kind()))
          .containsExactly(Kind.PUBACK, Kind.PUBLISH);
      publish(JOBS + "/notify", "sentinel");

      assertThat(other.next().text()).isEqualTo("sentinel");
      assertThat(other.drain()).isEmpty();
    }
  }

  @Test
  void a_topic_alias_is_resolved_before_the_gate_sees_the_topic() {
    try (var device = connected(5, "pump-4")) {

      device.publishAliased(1, GET, 3, "first");
      device.publishAliased(2, "", 3, "second");

      device.next();
      device.next();
      device.next();
      assertThat(device.next().text()).isEqualTo("second");
      assertThat(gate.requests).containsExactly(GET + " first", GET + " second");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void pipelined_requests_are_answered_in_order(int version) {
    gate.answers(
        (_, topic) -> {
          // Earlier requests take longer.
          var number = Integer.parseInt(topic.substring(topic.lastIndexOf('/') + 1));
          for (var spin = 0; spin < (60 - number) * 1000; spin++) {
            Thread.onSpinWait();
          }
          return new Outcome.Reply(topic + "/accepted", new byte[0]);
        });
    try (var device = connected(version, "pump-4")) {

      IntStream.rangeClosed(1, 50).forEach(i -> device.publish(1, i, JOBS + "/" + i, ""));

      for (var i = 1; i <= 50; i++) {
        assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, i, 0));
        var reply = device.next();
        assertThat(reply.topic()).isEqualTo(JOBS + "/" + i + "/accepted");
        device.acknowledge(reply);
      }
    }
  }

  @Test
  void a_flood_of_requests_is_answered_to_the_last_even_if_replies_are_never_acknowledged() {
    try (var device = connected(4, "pump-4")) {
      var sender =
          Thread.startVirtualThread(
              () -> IntStream.rangeClosed(1, 3000).forEach(i -> device.publish(1, i, GET, "" + i)));

      for (var i = 1; i <= 3000; i++) {
        assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, i, 0));
        var reply = device.next();
        assertThat(reply.text()).isEqualTo("" + i);
        assertThat(reply.qos()).isEqualTo(i <= 50 ? 1 : 0);
      }
      assertThat(sender.isAlive()).isFalse();
    }
  }

  @Test
  void requests_of_different_clients_run_at_the_same_time() {
    var both = new CountDownLatch(2);
    gate.answers(
        (_, _) -> {
          both.countDown();
          return together(both) ? new Outcome.Silent() : new Outcome.Forbidden();
        });
    try (var one = connected(4, "one");
        var two = connected(4, "two")) {

      one.publish(1, 1, GET, "");
      two.publish(1, 2, GET, "");

      assertThat(one.next()).isEqualTo(Packet.of(Kind.PUBACK, 1, 0));
      assertThat(two.next()).isEqualTo(Packet.of(Kind.PUBACK, 2, 0));
    }
  }

  private static boolean together(CountDownLatch both) {
    try {
      return both.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void what_was_sent_before_a_disconnect_still_counts(int version) throws Exception {
    try (var listener = connected(version, "listener");
        var device = connected(version, "pump-4")) {
      subscribed(listener, "tele/#");

      device.publish(1, 1, GET, "{}");
      device.publish(0, 0, "tele/a", "last words");
      device.disconnect();
      device.drop();

      assertThat(listener.next().text()).isEqualTo("last words");
      assertThat(gate.requests).containsExactly(GET + " {}");
      assertThat(gate.nextEvent().what()).isEqualTo("connected");
      assertThat(gate.nextEvent().what()).isEqualTo("connected");
      assertThat(gate.nextEvent().detail()).isEqualTo("BY_CLIENT");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_silent_outcome_is_only_acknowledged(int version) {
    gate.answers((_, _) -> new Outcome.Silent());
    try (var device = connected(version, "pump-4")) {

      device.publish(1, 3, GET, "");

      assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, 3, 0));
      assertThat(device.drain()).isEmpty();
    }
  }

  @Test
  void a_close_outcome_closes_without_acknowledgement() {
    gate.answers((_, _) -> new Outcome.Close());
    try (var device = connected(4, "pump-4")) {

      device.publish(1, 3, "$aws/things//jobs/$next/get", "");

      assertThat(device.next().kind()).isEqualTo(Kind.CLOSED);
    }
  }

  @Test
  void a_failing_gate_means_refusal_and_the_connection_goes_on() {
    gate.answers(
        (_, _) -> {
          throw new IllegalStateException("expected in this test");
        });
    try (var device = connected(5, "pump-4")) {

      device.publish(1, 3, GET, "");

      assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, 3, 0x80));
      assertThat(device.drain()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void an_unacknowledged_reply_waits_for_a_persistent_session(int version) {
    try (var device = Wire.open(port(), version)) {
      device.connect("pump-4", false);
      assertThat(device.next()).isEqualTo(Packet.of(Kind.CONNACK, 0, 0, 0));
      device.publish(1, 7, GET, "{}");
      device.next();
      assertThat(device.next().kind()).isEqualTo(Kind.PUBLISH);
    } // dropped before PUBACK

    try (var device = Wire.open(port(), version)) {
      device.connect("pump-4", false);

      assertThat(device.next()).isEqualTo(Packet.of(Kind.CONNACK, 0, 1, 0));
      assertThat(device.next().withoutId()).isEqualTo(Packet.delivery(1, GET + "/accepted", "{}"));
    }
  }
}
