package errand.server.access;

import static errand.server.access.House.allow;
import static errand.server.access.House.arn;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import errand.server.identity.DeviceCertificate;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iot.model.CertificateStatus;

/** Attacks on the real ports by clients that show a certificate; see docs/threat-model.md. */
@Timeout(120)
final class AttackTest {
  // The promise is one second; the rest is for a machine that is busy with other things.
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(3);
  private static final int HALF_OPEN = 1000;

  private final House house = House.ONE;

  /** A device of one thing, by MQTT and HTTPS. */
  private DeviceIdentity device(String thing) {
    DeviceIdentity identity = house.certificate(thing, house.ownThing());
    String https = house.policy(allow("iotjobsdata:*", arn("thing/" + thing)));
    house.iot.attachPolicy(a -> a.policyName(https).target(identity.arn()));
    return identity;
  }

  private SSLSocket https(DeviceIdentity identity) throws IOException {
    var socket =
        (SSLSocket)
            identity
                .context(house.server.caFile())
                .getSocketFactory()
                .createSocket("localhost", house.server.httpsPort());
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Sends one request on a connection that stays, and reads the whole answer; its status. */
  private static int get(Socket socket, String target) throws IOException {
    socket
        .getOutputStream()
        .write(
            ("GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = socket.getInputStream().read();
      if (octet < 0) {
        throw new IOException("closed after: " + head);
      }
      head.append((char) octet);
    }
    int length =
        head.toString()
            .lines()
            .filter(line -> line.startsWith("Content-Length: "))
            .map(line -> Integer.parseInt(line.substring(16)))
            .findFirst()
            .orElse(0);
    socket.getInputStream().readNBytes(length);
    return Integer.parseInt(head.substring(9, 12));
  }

  @Test
  void a_kept_alive_https_connection_is_of_no_use_once_the_certificate_is_revoked()
      throws IOException {
    String thing = house.thing();
    DeviceIdentity identity = device(thing);
    String jobs = "/things/" + thing + "/jobs";
    try (var socket = https(identity)) {
      assertThat(get(socket, jobs)).isEqualTo(200);

      house.iot.updateCertificate(
          u -> u.certificateId(identity.id()).newStatus(CertificateStatus.REVOKED));

      assertThat(get(socket, jobs)).isEqualTo(403);
    }
  }

  private Mqtt5AsyncClient webSocket(
      DeviceIdentity identity, String clientId, AtomicReference<String> ended) {
    return MqttClient.builder()
        .useMqttVersion5()
        .identifier(clientId)
        .serverHost("localhost")
        .serverPort(house.server.httpsPort())
        .sslConfig(identity.tls(house.server.caFile()))
        .webSocketConfig()
        .serverPath("mqtt")
        .applyWebSocketConfig()
        .addDisconnectedListener(context -> ended.set(context.getSource().name()))
        .buildAsync();
  }

  @ParameterizedTest
  @ValueSource(strings = {"revoke", "detach policy", "detach principal"})
  void a_websocket_connection_ends_with_the_right_to_it(String change) {
    String thing = house.thing();
    String policy = house.ownThing();
    DeviceIdentity identity = house.certificate(thing, policy);
    var ended = new AtomicReference<>("");
    Await.of(webSocket(identity, thing, ended).connect());

    switch (change) {
      case "revoke" ->
          house.iot.updateCertificate(
              u -> u.certificateId(identity.id()).newStatus(CertificateStatus.REVOKED));
      case "detach policy" ->
          house.iot.detachPolicy(d -> d.policyName(policy).target(identity.arn()));
      default -> house.iot.detachThingPrincipal(d -> d.thingName(thing).principal(identity.arn()));
    }

    assertThat(Await.until(() -> !ended.get().isEmpty())).isLessThan(ENDS_WITHIN);
  }

  @Test
  void an_expired_certificate_is_nobody_at_any_door_though_registered_and_active()
      throws IOException {
    String thing = house.thing();
    Makers.Made expired = Makers.expired("late");
    var registered =
        house.iot.registerCertificateWithoutCA(
            r -> r.certificatePem(expired.pem()).status(CertificateStatus.ACTIVE));
    DeviceIdentity identity =
        expired.identity(registered.certificateId(), registered.certificateArn());
    String policy = house.policy(allow("*", "*"));
    house.iot.attachPolicy(a -> a.policyName(policy).target(identity.arn()));

    assertThat(Await.failureOf(house.mqtt5(identity, thing).connect()))
        .isInstanceOf(Mqtt5ConnAckException.class);
    assertThat(Await.failureOf(webSocket(identity, thing, new AtomicReference<>("")).connect()))
        .isInstanceOf(Mqtt5ConnAckException.class);
    try (var socket = https(identity)) {
      assertThat(get(socket, "/things/" + thing + "/jobs")).isEqualTo(403);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/things/OWN/../OTHER/jobs",
        "/things/OWN/%2e%2e/OTHER/jobs",
        "/things/OWN%2F..%2FOTHER/jobs",
        "/things/OWN%252F..%252FOTHER/jobs",
        "/things//OTHER/jobs",
        "/things/OTHER%00/jobs",
        "/things/OWN;OTHER/jobs",
        "/things/./OTHER/jobs",
        "//things/OTHER/jobs",
        "/things/OTHER/jobs?thingName=OWN",
        "/things/OTHER/jobs/$next",
        "/things/OTHER/jobs/%24next",
        "/things/OTHER%2fjobs",
        "http://localhost/things/OTHER/jobs",
        "\\things\\OTHER\\jobs",
        "/THINGS/OTHER/jobs"
      })
  void no_spelling_of_a_path_reaches_another_thing(String target) throws IOException {
    String own = house.thing();
    String other = house.thing();
    DeviceIdentity identity = device(own);
    try (var socket = https(identity)) {
      assertThat(get(socket, target.replace("OWN", own).replace("OTHER", other)))
          .isIn(400, 403, 404);
    }
    try (var socket = https(identity)) {
      assertThat(get(socket, "/things/" + own + "/jobs")).isEqualTo(200);
    }
  }

  @Test
  void a_thousand_half_open_connections_leave_a_neighbour_alone() throws IOException {
    String thing = house.thing();
    DeviceIdentity identity = device(thing);
    String jobs = "/things/" + thing + "/jobs";
    List<Socket> open = new ArrayList<>();
    try (var before = https(identity)) {
      assertThat(get(before, jobs)).isEqualTo(200);
      for (int i = 0; i < HALF_OPEN; i++) {
        int port = i % 2 == 0 ? house.server.httpsPort() : house.server.mqttsPort();
        open.add(new Socket(InetAddress.getLoopbackAddress(), port));
      }

      assertThat(get(before, jobs)).isEqualTo(200);
      try (var fresh = https(identity)) {
        assertThat(get(fresh, jobs)).isEqualTo(200);
      }
      var client = house.mqtt5(identity, thing);
      Await.of(client.connect());
      var _ = client.disconnect();
    } finally {
      for (Socket each : open) {
        each.close();
      }
    }
  }

  @Test
  void a_device_of_a_registering_authority_is_registered_over_https_as_well() throws IOException {
    Makers.Made authority = Makers.authority(house.name("plant"));
    house.iot.registerCACertificate(
        r ->
            r.caCertificate(authority.pem())
                .certificateMode("SNI_ONLY")
                .setAsActive(true)
                .allowAutoRegistration(true));
    Makers.Made made = Makers.signedBy(authority, "device");
    String id = DeviceCertificate.idOf(made.certificate());
    DeviceIdentity identity = made.identity(id, arn("cert/" + id));
    String thing = house.thing();
    try (var socket = https(identity)) {
      assertThat(get(socket, "/things/" + thing + "/jobs")).isEqualTo(403);
    }

    assertThat(
            house
                .iot
                .describeCertificate(d -> d.certificateId(id))
                .certificateDescription()
                .statusAsString())
        .isEqualTo("PENDING_ACTIVATION");

    house.iot.updateCertificate(u -> u.certificateId(id).newStatus(CertificateStatus.ACTIVE));
    String policy = house.policy(allow("iotjobsdata:*", arn("thing/" + thing)));
    house.iot.attachPolicy(a -> a.policyName(policy).target(identity.arn()));
    try (var socket = https(identity)) {
      assertThat(get(socket, "/things/" + thing + "/jobs")).isEqualTo(200);
    }
  }
}
