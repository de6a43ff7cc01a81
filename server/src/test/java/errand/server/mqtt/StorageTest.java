package errand.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.server.mqtt.MqttSettings.Storage;
import errand.server.mqtt.Wire.Kind;
import errand.server.mqtt.Wire.Packet;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class StorageTest extends BrokerTest {

  @Override
  MqttSettings settings(Path data) {
    return new MqttSettings(
        "127.0.0.1", OptionalInt.of(0), Optional.empty(), data, Storage.FILE, MqttLimits.AWS);
  }

  @Test
  void a_session_and_its_queue_survive_a_restart() throws Exception {
    try (var device = Wire.open(port(), 4)) {
      device.connect("pump-4", false);
      device.next();
      subscribed(device, JOBS + "/notify");
      device.disconnect();
    }
    gate.nextEvent();
    gate.nextEvent();
    publish(JOBS + "/notify", "before");

    link.close();
    link = EmbeddedBroker.start(settings(folder), gate);
    publish(JOBS + "/notify", "after");

    try (var device = Wire.open(port(), 4)) {
      device.connect("pump-4", false);
      assertThat(device.next()).isEqualTo(Packet.of(Kind.CONNACK, 0, 1, 0));
      assertThat(device.next().text()).isEqualTo("before");
      assertThat(device.next().text()).isEqualTo("after");
    }
  }

  @Test
  void a_folder_in_use_is_refused_and_its_owner_goes_on() {
    assertThatThrownBy(() -> EmbeddedBroker.start(settings(folder), gate))
        .isInstanceOf(LinkException.class);

    try (var device = connected(4, "pump-4")) {
      assertThat(device.drain()).isEmpty();
    }
  }
}
