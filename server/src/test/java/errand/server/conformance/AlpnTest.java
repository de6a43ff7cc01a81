package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.DeviceV2;
import errand.server.conformance.support.Doors;
import errand.server.conformance.support.Life;
import errand.server.conformance.support.RawWebSocket;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import errand.server.conformance.support.SharedServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.crt.io.TlsContext;
import software.amazon.awssdk.crt.io.TlsContextOptions;
import software.amazon.awssdk.crt.mqtt5.Mqtt5Client;
import software.amazon.awssdk.crt.mqtt5.Mqtt5ClientOptions;
import software.amazon.awssdk.crt.mqtt5.packets.ConnectPacket;

/** One port for all protocols, told apart by ALPN. Source: device-protocol 5.1 [doc]. */
@ExtendWith(SharedServer.class)
final class AlpnTest {
  private static final String MQTT = "x-amzn-mqtt-ca";
  private static final String HTTP = "x-amzn-http-ca";

  private final RunningServer server;
  private final Doors doors;

  AlpnTest(RunningServer server) {
    this.server = server;
    this.doors = server.alpnDoors();
  }

  private DeviceKeys deviceOf(String thing) {
    var issued = server.operator().createCertificate(true);
    server.operator().attach(issued, thing);
    return issued.keys();
  }

  private SSLSocket socket(SSLContext context, String... names) throws IOException {
    var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", doors.https());
    socket.setSoTimeout((int) Await.PATIENCE.toMillis());
    var parameters = socket.getSSLParameters();
    parameters.setApplicationProtocols(names);
    socket.setSSLParameters(parameters);
    return socket;
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
  void the_name_for_mqtt_speaks_mqtt_with_the_certificate_s_rights(String version)
      throws IOException {
    var keys = deviceOf(server.thing());
    try (var socket = socket(keys.context(doors.ca()), MQTT)) {
      socket.setEnabledProtocols(new String[] {version});

      socket.getOutputStream().write(RawWebSocket.connect(server.freshName("alpn")));

      assertThat(socket.getInputStream().readNBytes(4)).containsExactly(0x20, 2, 0, 0);
      assertThat(socket.getApplicationProtocol()).isEqualTo(MQTT);
    }
  }

  @Test
  void the_device_sdk_runs_a_job_through_the_name_for_mqtt() {
    var thing = server.thing();
    var keys = deviceOf(thing);
    var job = server.queuedJob(thing);
    var life = new Life();
    try (var options =
            TlsContextOptions.createWithMtls(keys.certificatePem(), keys.privateKeyPem())
                .withCertificateAuthority(Sdk.caPem(doors))
                .withAlpnList(MQTT);
        var tls = new TlsContext(options);
        var device = DeviceV2.over5(client(tls, thing, life), life, thing)) {

      assertThat(device.startNext(Map.of()).execution.jobId).isEqualTo(job);
    }
  }

  private Mqtt5Client client(TlsContext tls, String clientId, Life life) {
    var connect = new ConnectPacket.ConnectPacketBuilder().withClientId(clientId);
    return new Mqtt5Client(
        new Mqtt5ClientOptions.Mqtt5ClientOptionsBuilder("localhost", (long) doors.https())
            .withTlsContext(tls)
            .withConnectOptions(connect.build())
            .withLifecycleEvents(life)
            .build());
  }

  @Test
  void the_name_for_mqtt_needs_a_certificate() throws IOException {
    try (var socket = socket(DeviceKeys.contextWithoutKeys(doors.ca()), MQTT)) {
      socket.getOutputStream().write(RawWebSocket.connect("nobody"));

      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {HTTP, "http/1.1", ""})
  void the_names_for_http_and_no_name_speak_http_with_a_certificate(String name)
      throws IOException {
    var thing = server.thing();
    var names = name.isEmpty() ? List.<String>of() : List.of(name);
    try (var socket = socket(deviceOf(thing).context(doors.ca()), names.toArray(String[]::new))) {
      var request =
          "GET /things/" + thing + "/jobs HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";

      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(answer).startsWith("HTTP/1.1 200 ").contains("inProgressJobs");
      assertThat(socket.getApplicationProtocol()).isEqualTo(name);
    }
  }

  @Test
  void signed_calls_and_websockets_come_in_by_the_same_port() {
    var thing = server.thing();
    try (var iot = Sdk.iot(doors);
        var device = DeviceV2.over3(Sdk.webSocket3(doors, doors.key(), thing), thing)) {
      assertThat(iot.describeThing(r -> r.thingName(thing)).thingName()).isEqualTo(thing);
      assertThat(device.pending().queuedJobs).isEmpty();
    }
  }

  @Test
  void a_name_nobody_knows_is_refused_in_the_handshake() throws IOException {
    try (var socket = socket(DeviceKeys.contextWithoutKeys(doors.ca()), "mqtt")) {
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }
  }
}
