package errand.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import errand.server.mqtt.MqttSettings.Storage;
import errand.server.mqtt.Wire.Kind;
import errand.server.mqtt.Wire.Packet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Limits that operators give by name. */
final class NamedLimitsTest {
  @Test
  void each_name_sets_its_limit_and_leaves_the_others() {
    var all =
        Map.of(
            "payload-bytes", 1,
            "topic-bytes", 2,
            "topic-slashes", 3,
            "subscribe-filters", 4,
            "subscriptions", 5,
            "client-id-bytes", 6,
            "keep-alive-seconds", 7,
            "unacknowledged", 8,
            "queued-messages", 9,
            "connects-per-second", 10);

    assertThat(MqttLimits.of(all))
        .isEqualTo(
            new MqttLimits(
                1,
                2,
                3,
                4,
                5,
                6,
                Duration.ofSeconds(7),
                8,
                Duration.ofHours(1),
                9,
                0,
                10,
                Duration.ofHours(24)));
    assertThat(MqttLimits.of(Map.of())).isEqualTo(MqttLimits.AWS);
  }

  @Test
  void an_unknown_name_is_told_with_those_that_there_are() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MqttLimits.of(Map.of("payload", 1)))
        .withMessageContaining("no MQTT limit payload; there are [client-id-bytes, ");
  }

  @Test
  void a_value_nobody_could_keep_to_is_refused() {
    for (var bad : new int[] {0, -1, 65_536}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> MqttLimits.of(Map.of("topic-bytes", bad)))
          .withMessage("the MQTT limit topic-bytes must be between 1 and 65535, not " + bad);
    }
  }

  @Test
  void the_broker_keeps_to_them(@TempDir Path folder) {
    var limits = MqttLimits.of(Map.of("subscribe-filters", 2, "topic-bytes", 5));
    var settings =
        new MqttSettings(
            "127.0.0.1", OptionalInt.of(0), Optional.empty(), folder, Storage.MEMORY, limits);
    try (var broker = EmbeddedBroker.start(settings, new GateProbe());
        var device = Wire.connected(broker.plainPort().getAsInt(), 5, "pump-4")) {
      device.subscribe(1, "a", "b", "c");
      assertThat(device.next().codes()).containsExactly(1, 1, 0x97);
      device.publish(1, 1, "abcde", "");
      assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, 1, 0x10));
      device.publish(1, 2, "abcdef", "");
      assertThat(device.next()).isEqualTo(Packet.of(Kind.DISCONNECT, 0, 0x90));
    }
  }
}
