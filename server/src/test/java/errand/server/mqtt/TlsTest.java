package errand.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.mqtt.MqttSettings.Storage;
import errand.server.mqtt.MqttSettings.TlsDoor;
import errand.server.mqtt.Wire.Kind;
import errand.server.mqtt.Wire.Packet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TlsTest extends BrokerTest {

  private final Keys server = keys("localhost");
  private final Keys device = keys("pump-4");

  private static Keys keys(String name) {
    try {
      return Keys.selfSigned(name);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  MqttSettings settings(Path data) {
    try {
      return new MqttSettings(
          "127.0.0.1",
          OptionalInt.empty(),
          Optional.of(new TlsDoor(0, server.manager())),
          data,
          Storage.MEMORY,
          MqttLimits.AWS);
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void a_certificate_nobody_signed_reaches_the_gate(String protocol) throws Exception {
    var socket = device.connect(tlsPort(), server);
    socket.setEnabledProtocols(new String[] {protocol});
    try (var wire = Wire.over(socket, 5)) {

      wire.connect("any", true);

      assertThat(wire.next()).isEqualTo(Packet.of(Kind.CONNACK, 0, 0, 0));
      var caller = gate.nextEvent().caller();
      assertThat(caller.door()).isEqualTo(Door.TLS);
      assertThat(caller.certificate()).contains(device.certificate());
      assertThat(link.plainPort()).isEmpty();
    }
  }

  @Test
  void a_resumed_tls_session_still_shows_its_certificate() throws Exception {
    for (var round = 0; round < 2; round++) {
      try (var wire = Wire.over(device.connect(tlsPort(), server), 4)) {
        wire.connect("any", true);
        assertThat(wire.next().kind()).isEqualTo(Kind.CONNACK);
        assertThat(gate.nextEvent().caller().certificate()).contains(device.certificate());
        wire.disconnect();
        assertThat(gate.nextEvent().what()).isEqualTo("disconnected");
      }
    }
  }

  @Test
  void the_gate_may_refuse_a_certificate() throws Exception {
    gate.connect = caller -> !caller.certificate().equals(Optional.of(device.certificate()));
    try (var wire = Wire.over(device.connect(tlsPort(), server), 4)) {

      wire.connect("any", true);

      assertThat(wire.next()).isEqualTo(Packet.of(Kind.CONNACK, 0, 0, 5));
    }
  }

  @Test
  void without_a_certificate_there_is_no_connection() throws Exception {
    try (var wire = Wire.over(Keys.connectBare(tlsPort(), server), 4)) {
      assertThat(refused(wire)).isTrue();
    }
  }

  @Test
  void a_certificate_without_its_key_is_no_proof() throws Exception {
    try (var wire = Wire.over(device.stolen().connect(tlsPort(), server), 4)) {
      assertThat(refused(wire)).isTrue();
    }
  }

  /** Whether the handshake fails, on either side, before the gate is asked. */
  private boolean refused(Wire wire) {
    try {
      wire.connect("any", true);
      return wire.next().kind() == Kind.CLOSED && gate.events.isEmpty();
    } catch (UncheckedIOException handshake) {
      return gate.events.isEmpty();
    }
  }

  @Test
  void the_protocol_name_for_mqtt_on_port_443_is_agreed_to() throws Exception {
    try (SSLSocket socket = device.connect(tlsPort(), server)) {
      var parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {"x-amzn-mqtt-ca"});
      socket.setSSLParameters(parameters);

      socket.startHandshake();

      assertThat(socket.getApplicationProtocol()).isEqualTo("x-amzn-mqtt-ca");
    }
  }

  @Test
  void noise_on_the_tls_port_disturbs_nobody() throws IOException, GeneralSecurityException {
    try (var noise = Wire.open(tlsPort(), 4);
        var wire = Wire.over(device.connect(tlsPort(), server), 4)) {

      noise.connect("plain", true);
      wire.connect("any", true);

      assertThat(wire.next().kind()).isEqualTo(Kind.CONNACK);
    }
  }

  private int tlsPort() {
    return link.tlsPort().getAsInt();
  }
}
