package errand.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.mqtt.Wire.Kind;
import errand.server.mqtt.Wire.Packet;
import java.util.ArrayList;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DeliveryTest extends BrokerTest {

  private static final String NOTIFY = JOBS + "/notify";

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_publish_of_ours_reaches_every_matching_filter_with_one_copy_a_client(int version) {
    try (var exact = connected(version, "exact");
        var many = connected(version, "many")) {
      subscribed(exact, NOTIFY);
      subscribed(many, "$aws/things/+/jobs/#", "$aws/things/pump-4/#", JOBS + "/+", NOTIFY);

      publish(NOTIFY, "1");
      publish(NOTIFY, "2");

      for (var device : new Wire[] {exact, many}) {
        var first = device.next();
        device.acknowledge(first);
        var second = device.next();
        device.acknowledge(second);
        assertThat(first.text() + first.qos() + first.retain()).isEqualTo("11false");
        assertThat(second.text()).isEqualTo("2");
        assertThat(device.drain()).isEmpty();
      }
    }
  }

  @Test
  void filters_that_start_with_a_wildcard_do_not_match_reserved_topics() {
    try (var device = connected(4, "pump-4")) {
      subscribed(device, "#", "+/things/pump-4/jobs/notify");

      publish(NOTIFY, "hidden");
      publish("tele/x", "seen");

      assertThat(device.next().text()).isEqualTo("seen");
    }
  }

  @Test
  void a_subscriber_at_qos_0_gets_qos_0() {
    try (var device = connected(4, "pump-4")) {
      device.subscribe(1, 0, NOTIFY);
      device.next();

      publish(NOTIFY, "x");

      assertThat(device.next()).isEqualTo(Packet.delivery(0, NOTIFY, "x"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void ordinary_topics_go_from_client_to_client(int version) {
    try (var listener = connected(version, "listener");
        var device = connected(version, "pump-4")) {
      subscribed(listener, "tele/+");

      device.publish(1, 1, "tele/x", "hello");

      assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, 1, 0));
      var delivery = listener.next();
      assertThat(delivery.topic() + delivery.text()).isEqualTo("tele/xhello");
    }
  }

  @Test
  void a_subscription_made_just_before_a_publish_gets_it() {
    try (var device = connected(4, "pump-4")) {

      device.subscribe(1, "tele/#");
      device.publish(0, 0, "tele/x", "self");

      assertThat(device.next().kind()).isEqualTo(Kind.SUBACK);
      assertThat(device.next().text()).isEqualTo("self");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_persistent_session_gets_later_what_came_while_it_was_away(int version) throws Exception {
    try (var device = Wire.open(port(), version)) {
      device.connect("pump-4", false);
      device.next();
      subscribed(device, NOTIFY);
      device.disconnect();
      assertThat(device.next().kind()).isEqualTo(Kind.CLOSED);
    }
    gate.nextEvent();
    assertThat(gate.nextEvent().what()).isEqualTo("disconnected");

    publish(NOTIFY, "1");
    publish(NOTIFY, "2");

    try (var device = Wire.open(port(), version)) {
      device.connect("pump-4", false);
      assertThat(device.next()).isEqualTo(Packet.of(Kind.CONNACK, 0, 1, 0));
      assertThat(device.next().text()).isEqualTo("1");
      assertThat(device.next().text()).isEqualTo("2");
    }
  }

  @Test
  void a_request_right_after_resuming_a_session_does_not_disturb_what_is_in_flight() {
    try (var device = Wire.open(port(), 4)) {
      device.connect("pump-4", false);
      device.next();
      subscribed(device, NOTIFY);
      publish(NOTIFY, "1");
      device.next();
    } // unacknowledged

    try (var device = Wire.open(port(), 4)) {
      device.connect("pump-4", false);
      device.publish(1, 1, JOBS + "/get", "reply");
      var seen = new ArrayList<Packet>();
      while (seen.size() < 4) {
        seen.add(device.next());
      }

      var deliveries = seen.stream().filter(packet -> packet.kind() == Kind.PUBLISH).toList();
      assertThat(deliveries).extracting(Packet::text).containsExactlyInAnyOrder("1", "reply");
      assertThat(deliveries).extracting(Packet::id).doesNotHaveDuplicates();
    }
  }

  @Test
  void a_delivery_the_gate_does_not_allow_is_dropped_and_later_ones_still_come() {
    gate.receive = (_, topic) -> !topic.endsWith("secret");
    try (var device = connected(4, "pump-4")) {
      subscribed(device, "tele/#");

      for (var i = 0; i < 300; i++) {
        publish("tele/secret", "no");
      }
      publish("tele/open", "yes");

      assertThat(device.next().text()).isEqualTo("yes");
    }
  }

  @Test
  void replies_are_not_subject_to_the_right_to_receive() {
    gate.receive = (_, _) -> false;
    try (var device = connected(4, "pump-4")) {

      device.publish(0, 0, JOBS + "/get", "x");

      assertThat(device.next().text()).isEqualTo("x");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_will_is_published_when_its_connection_breaks(int version) {
    try (var listener = connected(version, "listener");
        var device = Wire.open(port(), version)) {
      subscribed(listener, "tele/+");
      device.connect("pump-4", true, Optional.of("tele/gone"), 60);
      device.next();

      device.drop();

      assertThat(listener.next().text()).isEqualTo("will");
    }
  }
}
