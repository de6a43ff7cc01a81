package errand.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import errand.server.mqtt.MqttSettings.Storage;
import errand.server.mqtt.Wire.Kind;
import errand.server.mqtt.Wire.Packet;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rates and names, at the edge and one beyond. */
final class LimitsTest extends BrokerTest {
  private static final int PUBLISHES = 5;
  private static final int CONNECTS = 2;

  @Override
  MqttSettings settings(Path data) {
    return new MqttSettings(
        "127.0.0.1",
        OptionalInt.of(0),
        Optional.empty(),
        data,
        Storage.MEMORY,
        MqttLimits.AWS.withRates(PUBLISHES, CONNECTS));
  }

  @Test
  void who_publishes_too_fast_is_read_more_slowly_and_loses_nothing() {
    try (var device = connected(4, "hasty");
        var other = connected(4, "calm")) {
      var began = System.nanoTime();
      for (var i = 1; i <= PUBLISHES; i++) {
        device.publish(1, i, "tele/x", "");
      }
      for (var i = 1; i <= PUBLISHES; i++) {
        assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, i, 0));
      }

      // One by one, so that each is read by itself.
      for (var i = 1; i <= 3; i++) {
        device.publish(1, i, "tele/x", "");
        assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, i, 0));
      }

      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isGreaterThanOrEqualTo(Duration.ofMillis(2 * 1000 / PUBLISHES));
      other.publish(1, 1, "tele/x", "");
      assertThat(other.next()).isEqualTo(Packet.of(Kind.PUBACK, 1, 0));
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 3", "5, 0x9F"})
  void who_connects_too_often_is_refused_and_nobody_else(int version, String code) {
    for (var i = 0; i < CONNECTS; i++) {
      connected(version, "again").close();
    }
    try (var device = Wire.open(port(), version)) {

      device.connect("again", true);

      assertThat(device.next()).isEqualTo(Packet.of(Kind.CONNACK, 0, 0, Integer.decode(code)));
    }
    connected(version, "other").close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "\u00fc"})
  void a_client_id_is_measured_in_bytes(String letter) {
    var bytes = letter.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    var longest = letter.repeat(128 / bytes);
    connected(4, longest).close();
    try (var device = Wire.open(port(), 4)) {

      device.connect(longest + letter, true);

      assertThat(device.next()).isEqualTo(Packet.of(Kind.CONNACK, 0, 0, 2));
    }
  }

  @Test
  void an_assigned_client_id_is_told_as_the_client_may_use_it() throws Exception {
    var client = Mqtt5Client.builder().serverHost("127.0.0.1").serverPort(port()).buildBlocking();

    var assigned = client.connect().getAssignedClientIdentifier();

    assertThat(assigned.orElseThrow().toString())
        .isEqualTo(gate.nextEvent().caller().clientId())
        .doesNotContain("/");
    client.disconnect();
  }
}
