package errand.server.conformance;

import static errand.server.conformance.support.RawWebSocket.BINARY;
import static errand.server.conformance.support.RawWebSocket.CLOSE;
import static errand.server.conformance.support.RawWebSocket.CONTINUATION;
import static errand.server.conformance.support.RawWebSocket.PING;
import static errand.server.conformance.support.RawWebSocket.PONG;
import static errand.server.conformance.support.RawWebSocket.TEXT;
import static errand.server.conformance.support.RawWebSocket.connect;
import static errand.server.conformance.support.RawWebSocket.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.ConnectionFailedException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.DeviceV1;
import errand.server.conformance.support.DeviceV2;
import errand.server.conformance.support.KeyFile;
import errand.server.conformance.support.RawWebSocket;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import errand.server.conformance.support.SharedServer;
import errand.server.identity.AccessKey;
import errand.server.identity.Role;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.iot.iotjobs.model.JobStatus;

/** MQTT over WebSocket at {@code /mqtt}. Source: device-protocol 5.1. */
@ExtendWith(SharedServer.class)
final class WebSocketTest {
  private static final String GATEWAY = "iotdevicegateway";

  private final RunningServer server;

  WebSocketTest(RunningServer server) {
    this.server = server;
  }

  @Test
  void an_operator_s_key_acts_for_any_thing_with_the_device_sdk_over_mqtt_3() {
    var thing = server.thing();
    var key = server.doors().key();
    try (var device = new DeviceV1(Sdk.webSocket3(server.doors(), key, thing), thing)) {
      var job = server.queuedJob(thing);

      assertThat(device.nextChanged().execution.jobId).isEqualTo(job);
      assertThat(device.startNext(Map.of("step", "fetch")).execution.jobId).isEqualTo(job);
      var done = device.update(job, JobStatus.SUCCEEDED, 2, Map.of());
      assertThat(done.executionState.status).isEqualTo(JobStatus.SUCCEEDED);
    }
  }

  @Test
  void an_operator_s_key_acts_for_any_thing_with_the_device_sdk_over_mqtt_5() {
    var thing = server.thing();
    var key = server.doors().key();
    try (var device = DeviceV2.over5(Sdk.webSocket5(server.doors(), key), thing)) {
      var job = server.queuedJob(thing);

      assertThat(device.nextChanged().execution.jobId).isEqualTo(job);
      assertThat(device.startNext(Map.of()).execution.jobId).isEqualTo(job);
      device.update(job, JobStatus.SUCCEEDED, 2, Map.of("big", "x".repeat(1024)));
      assertThat(device.pending().inProgressJobs).isEmpty();
    }
  }

  @Test
  void a_read_only_key_listens_and_publishes_nothing() {
    var thing = server.thing();
    var key = KeyFile.of(server.data()).add(Role.READ_ONLY);
    var listener = signedIn(key);

    var granted =
        listener
            .subscribeWith()
            .topicFilter("$aws/things/+/jobs/notify")
            .qos(MqttQos.AT_LEAST_ONCE);

    assertThat(granted.send().getReasonCodes().getFirst().getCode()).isEqualTo(1);
    assertRefused(listener, "$aws/things/" + thing + "/jobs/get");
    assertRefused(listener, "telemetry/" + thing);
    listener.disconnect();
  }

  @Test
  void a_key_that_is_taken_away_acts_no_more() {
    var file = KeyFile.of(server.data());
    var key = file.add(Role.OPERATOR);
    var operator = signedIn(key);
    publish(operator, "telemetry/x");

    file.remove(key);

    Await.answer(() -> refused(operator, "telemetry/x"), refused -> refused);
    operator.disconnect();
    assertThatThrownBy(() -> signed(key).connect()).isInstanceOf(ConnectionFailedException.class);
  }

  private static void publish(Mqtt5BlockingClient client, String topic) {
    client.publishWith().topic(topic).qos(MqttQos.AT_LEAST_ONCE).send();
  }

  private static boolean refused(Mqtt5BlockingClient client, String topic) {
    try {
      publish(client, topic);
      return false;
    } catch (Mqtt5PubAckException refused) {
      return true;
    }
  }

  private static void assertRefused(Mqtt5BlockingClient client, String topic) {
    assertThatThrownBy(() -> publish(client, topic))
        .isInstanceOfSatisfying(
            Mqtt5PubAckException.class,
            refused ->
                assertThat(refused.getMqttMessage().getReasonCode().getCode()).isEqualTo(0x87));
  }

  /** Comes in with a key that the server may not have seen yet. */
  private Mqtt5BlockingClient signedIn(AccessKey key) {
    return Await.answer(
            () -> {
              var client = signed(key);
              try {
                client.connect();
                return Optional.of(client);
              } catch (ConnectionFailedException refused) {
                return Optional.<Mqtt5BlockingClient>empty();
              }
            },
            Optional::isPresent)
        .orElseThrow();
  }

  private Mqtt5BlockingClient signed(AccessKey key) {
    var link = RawWebSocket.link(server.doors(), key, GATEWAY, Instant.now());
    // The client escapes what it is given.
    var query = URLDecoder.decode(link.substring(link.indexOf('?') + 1), StandardCharsets.UTF_8);
    return Mqtt5Client.builder()
        .identifier(server.freshName("client"))
        .serverHost("127.0.0.1")
        .serverPort(server.doors().http())
        .webSocketConfig()
        .serverPath("mqtt")
        .queryString(query)
        .subprotocol("mqtt")
        .applyWebSocketConfig()
        .buildBlocking();
  }

  @Test
  void a_client_certificate_opens_a_websocket_for_its_own_thing_only() {
    var thing = server.thing();
    var issued = server.operator().createCertificate(true);
    server.operator().attach(issued, thing);
    var device = certified(issued.keys());
    device.connect();

    publish(device, "$aws/things/" + thing + "/jobs/get");

    assertRefused(device, "$aws/things/" + server.thing() + "/jobs/get");
    device.disconnect();
  }

  @Test
  void a_certificate_nobody_registered_is_refused_at_connect() {
    var stranger = certified(DeviceKeys.selfSigned("stranger"));

    assertThatThrownBy(stranger::connect)
        .isInstanceOfSatisfying(
            Mqtt5ConnAckException.class,
            refused ->
                assertThat(refused.getMqttMessage().getReasonCode().getCode()).isEqualTo(0x87));
  }

  private Mqtt5BlockingClient certified(DeviceKeys keys) {
    return Mqtt5Client.builder()
        .identifier(server.freshName("client"))
        .serverHost("localhost")
        .serverPort(server.doors().https())
        .sslConfig(
            MqttClientSslConfig.builder()
                .keyManagerFactory(keys.managers())
                .trustManagerFactory(DeviceKeys.trust(server.doors().ca()))
                .build())
        .webSocketConfig()
        .serverPath("mqtt")
        .subprotocol("mqtt")
        .applyWebSocketConfig()
        .buildBlocking();
  }

  @Test
  void the_answer_to_a_handshake_is_the_rfc_s() throws IOException {
    try (var client = RawWebSocket.open(server.doors())) {

      var answer = client.handshake(link(GATEWAY, 0), RawWebSocket.goodHeaders());

      assertThat(answer)
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("Upgrade: websocket\r\n")
          .containsIgnoringCase("Connection: Upgrade\r\n")
          .contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
          .contains("Sec-WebSocket-Protocol: mqtt\r\n");
    }
  }

  private String link(String service, int secondsAgo) {
    var at = Instant.now().minusSeconds(secondsAgo);
    return RawWebSocket.link(server.doors(), server.doors().key(), service, at);
  }

  @ParameterizedTest
  @CsvSource({
    "iot-jobs-data, 0, 403, AccessDeniedException",
    "iotdevicegateway, 601, 400, RequestExpired"
  })
  void a_link_for_something_else_or_too_old_is_refused(
      String service, int secondsAgo, int status, String error) throws IOException {
    try (var client = RawWebSocket.open(server.doors())) {

      var answer = client.handshake(link(service, secondsAgo), RawWebSocket.goodHeaders());

      assertThat(answer).startsWith("HTTP/1.1 " + status + " ").contains(error);
    }
  }

  @Test
  void without_signature_and_certificate_there_is_no_websocket() throws IOException {
    try (var client = RawWebSocket.open(server.doors())) {

      var answer = client.handshake("/mqtt", RawWebSocket.goodHeaders());

      assertThat(answer).startsWith("HTTP/1.1 403 ").contains("MissingAuthenticationToken");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 8, 426",
    "Sec-WebSocket-Protocol: mqtt, Sec-WebSocket-Protocol: chat, 400",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: short, 400",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: %%%, 400",
    "'Connection: keep-alive, Upgrade', Connection: keep-alive, 400"
  })
  void a_malformed_handshake_is_refused(String good, String bad, int status) throws IOException {
    try (var client = RawWebSocket.open(server.doors())) {

      var answer =
          client.handshake(link(GATEWAY, 0), RawWebSocket.goodHeaders().replace(good, bad));

      assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  private RawWebSocket welcomed() throws IOException {
    return RawWebSocket.welcomed(server.doors(), server.doors().key());
  }

  @Test
  void packets_and_frames_need_not_begin_nor_end_together() throws IOException {
    try (var client = welcomed()) {
      var connect = connect(server.freshName("split"));
      var ping = new byte[] {(byte) 0xc0, 0};

      client.send(
          frame(BINARY, 0x80, Arrays.copyOfRange(connect, 0, 5)),
          frame(PING, "still there?".getBytes(StandardCharsets.UTF_8)),
          frame(0x80 | CONTINUATION, 0x80, Arrays.copyOfRange(connect, 5, connect.length)));

      assertThat(client.next().opcode()).isEqualTo(PONG);
      assertThat(client.next().hex()).isEqualTo("20020000");

      client.send(frame(BINARY, new byte[] {ping[0], ping[1], ping[0], ping[1]}));
      assertThat(client.next().hex() + client.next().hex()).isEqualTo("d000d000");
    }
  }

  @Test
  void what_comes_right_behind_the_handshake_is_not_lost() throws IOException {
    try (var client = RawWebSocket.open(server.doors())) {
      var early = frame(BINARY, connect(server.freshName("early")));

      var answer = client.handshake(link(GATEWAY, 0), RawWebSocket.goodHeaders(), early);

      assertThat(answer).startsWith("HTTP/1.1 101 ");
      assertThat(client.next().hex()).isEqualTo("20020000");
    }
  }

  @Test
  void a_text_message_is_answered_with_close_1003() throws IOException {
    try (var client = welcomed()) {

      client.send(frame(TEXT, "hello".getBytes(StandardCharsets.UTF_8)));

      var goodbye = client.next();
      assertThat(goodbye.opcode()).isEqualTo(CLOSE);
      assertThat(goodbye.hex()).startsWith("03eb");
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  void a_close_is_answered_with_a_close() throws IOException {
    try (var client = welcomed()) {

      client.send(frame(CLOSE, new byte[] {3, (byte) 0xe8}));

      assertThat(client.next().hex()).isEqualTo("03e8");
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  void an_unmasked_frame_ends_the_connection() throws IOException {
    try (var client = welcomed()) {

      client.send(frame(0x80 | BINARY, 0, connect("unmasked")));

      assertThat(client.next().opcode()).isEqualTo(CLOSE);
      assertThat(client.closed()).isTrue();
    }
  }

  @Test
  void many_requests_at_once_are_all_answered() {
    var thing = server.thing();
    var client = signed(server.doors().key());
    client.connect();
    try (var answers = client.publishes(MqttGlobalPublishFilter.ALL)) {
      var async = client.toAsync();
      for (var i = 0; i < 40; i++) {
        var _ =
            async
                .publishWith()
                .topic("$aws/things/" + thing + "/jobs/get")
                .qos(MqttQos.AT_LEAST_ONCE)
                .payload(("{\"clientToken\":\"" + i + "\"}").getBytes(StandardCharsets.UTF_8))
                .send();
      }
      for (var i = 0; i < 40; i++) {
        var answer = answers.receive(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(new String(answer.orElseThrow().getPayloadAsBytes(), StandardCharsets.UTF_8))
            .contains("\"clientToken\":\"" + i + "\"");
      }
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
    client.disconnect();
  }
}
