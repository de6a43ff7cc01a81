package errand.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.mqtt.MqttSettings.Storage;
import errand.server.mqtt.Wire.Kind;
import errand.server.mqtt.Wire.Packet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A broker in memory on a free port, with a gate that can be told what to say. */
abstract class BrokerTest {

  static final String JOBS = "$aws/things/pump-4/jobs";

  @TempDir Path folder;
  final GateProbe gate = new GateProbe();
  MqttLink link;

  @BeforeEach
  void startBroker() {
    link = EmbeddedBroker.start(settings(folder), gate);
  }

  @AfterEach
  void stopBroker() {
    link.close();
  }

  MqttSettings settings(Path data) {
    return new MqttSettings(
        "127.0.0.1", OptionalInt.of(0), Optional.empty(), data, Storage.MEMORY, MqttLimits.AWS);
  }

  int port() {
    return link.plainPort().getAsInt();
  }

  void publish(String topic, String text) {
    link.account(GateProbe.ACCOUNT).publish(topic, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Subscribes and expects every filter to be granted at QoS 1. */
  static void subscribed(Wire wire, String... filters) {
    wire.subscribe(9, filters);
    var granted = new Integer[filters.length];
    Arrays.fill(granted, 1);
    assertThat(wire.next()).isEqualTo(Packet.of(Kind.SUBACK, 9, granted));
  }

  Wire connected(int version, String clientId) {
    return Wire.connected(port(), version, clientId);
  }
}
