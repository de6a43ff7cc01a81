package errand.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.mqtt.Wire.Kind;
import errand.server.mqtt.Wire.Packet;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RefusalTest extends BrokerTest {

  @ParameterizedTest
  @ValueSource(strings = {"$aws/things/x/jobs/get", "tele/x"})
  void a_forbidden_publish_closes_an_mqtt_3_connection_unacknowledged(String topic) {
    gate.publish = (_, _) -> false;
    try (var device = connected(4, "pump-4")) {

      device.publish(1, 1, topic, "");

      assertThat(device.next().kind()).isEqualTo(Kind.CLOSED);
      assertThat(gate.requests).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"$aws/things/x/jobs/get", "tele/x"})
  void a_forbidden_publish_is_told_to_an_mqtt_5_client_which_may_stay(String topic) {
    gate.publish = (_, _) -> false;
    try (var device = connected(5, "pump-4")) {

      device.publish(1, 1, topic, "");
      device.publish(0, 0, topic, "");

      assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, 1, 0x87));
      assertThat(device.drain()).isEmpty();
      assertThat(gate.requests).isEmpty();
    }
  }

  @Test
  void a_forbidden_outcome_is_answered_like_a_forbidden_publish() {
    gate.answers((_, _) -> new Outcome.Forbidden());
    try (var three = connected(4, "three");
        var five = connected(5, "five")) {

      three.publish(1, 1, JOBS + "/get", "");
      five.publish(1, 1, JOBS + "/get", "");

      assertThat(three.next().kind()).isEqualTo(Kind.CLOSED);
      assertThat(five.next()).isEqualTo(Packet.of(Kind.PUBACK, 1, 0x87));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"$SYS/broker", "$share/g/tele", "$aws", "$other/x"})
  void topics_with_a_dollar_that_are_not_the_service_s_are_forbidden(String topic) {
    try (var device = connected(5, "pump-4")) {

      device.publish(1, 1, topic, "");

      assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, 1, 0x87));
      assertThat(gate.requests).isEmpty();
    }
  }

  @Test
  void a_retained_request_is_forbidden() {
    try (var device = connected(5, "pump-4")) {

      device.publish(1, true, 1, JOBS + "/get", new byte[0]);

      assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, 1, 0x87));
      assertThat(gate.requests).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 0x80", "5, 0x87"})
  void a_refused_filter_leaves_the_others_of_its_subscribe_alone(int version, String code) {
    gate.subscribe = (_, filter) -> !filter.contains("other");
    try (var device = connected(version, "pump-4")) {

      device.subscribe(2, JOBS + "/#", "$aws/things/other/jobs/#", "tele/#");
      var answer = device.next();
      publish("tele/x", "hello");

      assertThat(answer).isEqualTo(Packet.of(Kind.SUBACK, 2, 1, Integer.decode(code), 1));
      assertThat(device.next().text()).isEqualTo("hello");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_subscribe_with_nothing_allowed_is_answered_too(int version) {
    gate.subscribe = (_, _) -> false;
    try (var device = connected(version, "pump-4")) {

      device.subscribe(2, JOBS + "/#");

      assertThat(device.next().codes()).containsExactly(version == 4 ? 0x80 : 0x87);
      assertThat(device.drain()).isEmpty();
    }
  }

  @Test
  void qos_2_is_refused_to_publishers_and_lowered_for_subscribers() {
    try (var three = connected(4, "three");
        var five = connected(5, "five")) {
      five.subscribe(2, 2, "tele/#");
      var granted = five.next();

      three.publish(2, 1, "tele/x", "");
      five.publish(2, 1, JOBS + "/get", "");

      assertThat(granted).isEqualTo(Packet.of(Kind.SUBACK, 2, 1));
      assertThat(three.next().kind()).isEqualTo(Kind.CLOSED);
      assertThat(five.next()).isEqualTo(Packet.of(Kind.DISCONNECT, 0, 0x9B));
      assertThat(gate.requests).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void the_largest_payload_passes_and_one_byte_more_ends_that_connection_only(int version) {
    var max = MqttLimits.AWS.payloadBytesMax();
    gate.answers((_, _) -> new Outcome.Silent());
    try (var neighbour = connected(version, "neighbour");
        var device = connected(version, "pump-4")) {

      device.publish(1, false, 1, JOBS + "/get", new byte[max]);
      var passed = device.next();
      device.publish(1, false, 2, JOBS + "/get", new byte[max + 1]);
      var ended = device.next();

      assertThat(passed).isEqualTo(Packet.of(Kind.PUBACK, 1, 0));
      assertThat(ended)
          .isEqualTo(version == 5 ? Packet.of(Kind.DISCONNECT, 0, 0x95) : Packet.of(Kind.CLOSED));
      assertThat(gate.requests).hasSize(1);
      assertThat(neighbour.drain()).isEmpty();
    }
  }

  @Test
  void a_packet_far_beyond_the_limit_ends_that_connection_only() {
    try (var neighbour = connected(5, "neighbour");
        var device = connected(5, "pump-4")) {

      device.publish(1, false, 2, JOBS + "/get", new byte[300_000]);

      assertThat(device.next().kind()).isIn(Kind.DISCONNECT, Kind.CLOSED);
      assertThat(gate.requests).isEmpty();
      assertThat(neighbour.drain()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b/c/d/e/f/g/h/i", "LONG"})
  void a_topic_too_deep_or_too_long_ends_the_connection(String shape) {
    var topic = shape.equals("LONG") ? "ü".repeat(129) : shape;
    try (var device = connected(5, "pump-4")) {

      device.publish(1, 1, "ü".repeat(128), "");
      assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, 1, 0x10));
      device.publish(1, 2, "a/b/c/d/e/f/g/h", "");
      assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, 2, 0x10));
      device.publish(1, 3, topic, "");

      assertThat(device.next()).isEqualTo(Packet.of(Kind.DISCONNECT, 0, 0x90));
    }
  }

  @Test
  void filters_beyond_the_limits_are_refused_one_by_one() {
    try (var device = connected(5, "pump-4")) {

      device.subscribe(1, "a/b/c/d/e/f/g/h", "a/b/c/d/e/f/g/h/#", "x".repeat(257));
      device.subscribe(2, IntStream.range(0, 9).mapToObj(i -> "f" + i).toArray(String[]::new));

      assertThat(device.next().codes()).containsExactly(1, 0x8F, 0x8F);
      assertThat(device.next().codes()).containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 0x97);
    }
  }

  @Test
  void a_session_holds_fifty_subscriptions_and_may_renew_them() {
    try (var device = connected(5, "pump-4")) {
      for (var batch = 0; batch < 10; batch++) {
        subscribed(device, filters(batch));
      }

      device.subscribe(11, "one/more", "f0/0");

      assertThat(device.next().codes()).containsExactly(0x97, 1);
    }
  }

  private static String[] filters(int batch) {
    return IntStream.range(0, 5).mapToObj(i -> "f" + batch + "/" + i).toArray(String[]::new);
  }

  @ParameterizedTest
  @CsvSource({"4, 2", "5, 0x85"})
  void a_client_id_too_long_is_refused(int version, String code) {
    try (var device = Wire.open(port(), version)) {

      device.connect("x".repeat(129), true);

      assertThat(device.next()).isEqualTo(Packet.of(Kind.CONNACK, 0, 0, Integer.decode(code)));
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 5", "5, 0x87"})
  void a_will_on_a_reserved_or_forbidden_topic_is_refused_at_connect(int version, String code) {
    gate.publish = (_, topic) -> !topic.equals("tele/secret");
    for (var will : new String[] {JOBS + "/get", "$SYS/x", "tele/secret"}) {
      try (var device = Wire.open(port(), version)) {

        device.connect("pump-4", true, Optional.of(will), 60);

        assertThat(device.next()).isEqualTo(Packet.of(Kind.CONNACK, 0, 0, Integer.decode(code)));
      }
    }
  }
}
