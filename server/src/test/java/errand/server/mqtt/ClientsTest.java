package errand.server.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.Test;

/** The client libraries devices use: each asks, is answered, and gets a notification. */
final class ClientsTest extends BrokerTest {

  private static final String GET = JOBS + "/$next/get";
  private static final String NOTIFY = JOBS + "/notify-next";

  private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();

  @Test
  void paho_with_mqtt_3() throws Exception {
    var client =
        new org.eclipse.paho.client.mqttv3.MqttClient(
            "tcp://127.0.0.1:" + port(), "paho3", new MemoryPersistence());
    client.connect();
    client.subscribe(
        new String[] {GET + "/accepted", JOBS + "/#"},
        new int[] {1, 1},
        new org.eclipse.paho.client.mqttv3.IMqttMessageListener[] {
          (topic, message) -> seen.add(topic + " " + new String(message.getPayload(), UTF_8)),
          (_, _) -> {}
        });

    client.publish(GET, "{}".getBytes(UTF_8), 1, false);

    assertThat(next()).isEqualTo(GET + "/accepted {}");
    client.disconnect();
    client.close();
  }

  @Test
  void paho_with_mqtt_5() throws Exception {
    var client =
        new org.eclipse.paho.mqttv5.client.MqttClient(
            "tcp://127.0.0.1:" + port(),
            "paho5",
            new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
    client.setCallback(new PahoFive());
    client.connect();
    client.subscribe(new String[] {GET + "/accepted", JOBS + "/#"}, new int[] {1, 1});

    client.publish(GET, "{}".getBytes(UTF_8), 1, false);
    assertThat(next()).isEqualTo(GET + "/accepted {}");
    publish(NOTIFY, "n");

    assertThat(next()).isEqualTo(NOTIFY + " n");
    assertThat(seen).isEmpty();
    client.disconnect();
    client.close();
  }

  private final class PahoFive implements org.eclipse.paho.mqttv5.client.MqttCallback {
    @Override
    public void messageArrived(String topic, org.eclipse.paho.mqttv5.common.MqttMessage message) {
      seen.add(topic + " " + new String(message.getPayload(), UTF_8));
    }

    @Override
    public void disconnected(
        org.eclipse.paho.mqttv5.client.MqttDisconnectResponse disconnectResponse) {}

    @Override
    public void mqttErrorOccurred(org.eclipse.paho.mqttv5.common.MqttException exception) {}

    @Override
    public void deliveryComplete(org.eclipse.paho.mqttv5.client.IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(
        int reasonCode, org.eclipse.paho.mqttv5.common.packet.MqttProperties properties) {}
  }

  @Test
  void hivemq_client_with_mqtt_3() throws Exception {
    var client =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier("hive3")
            .serverHost("127.0.0.1")
            .serverPort(port())
            .build();
    client
        .toAsync()
        .publishes(
            MqttGlobalPublishFilter.ALL,
            got -> seen.add(got.getTopic() + " " + new String(got.getPayloadAsBytes(), UTF_8)));
    var blocking = client.toBlocking();
    blocking.connect();
    blocking.subscribeWith().topicFilter(NOTIFY).qos(MqttQos.AT_LEAST_ONCE).send();

    blocking
        .publishWith()
        .topic(GET)
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload("{}".getBytes(UTF_8))
        .send();
    assertThat(next()).isEqualTo(GET + "/accepted {}");
    publish(NOTIFY, "n");

    assertThat(next()).isEqualTo(NOTIFY + " n");
    blocking.disconnect();
  }

  @Test
  void hivemq_client_with_mqtt_5() throws Exception {
    var client =
        MqttClient.builder()
            .useMqttVersion5()
            .identifier("hive5")
            .serverHost("127.0.0.1")
            .serverPort(port())
            .build();
    client
        .toAsync()
        .publishes(
            MqttGlobalPublishFilter.ALL,
            got ->
                seen.add(
                    got.getTopic()
                        + " "
                        + new String(got.getPayloadAsBytes(), UTF_8)
                        + got.getUserProperties().asList()
                        + got.getResponseTopic()));
    var blocking = client.toBlocking();
    var connack = blocking.connect();
    blocking.subscribeWith().topicFilter(NOTIFY).qos(MqttQos.EXACTLY_ONCE).send();

    var result =
        blocking
            .publishWith()
            .topic(GET)
            .qos(MqttQos.AT_LEAST_ONCE)
            .payload("{}".getBytes(UTF_8))
            .responseTopic("elsewhere")
            .userProperties()
            .add("k", "v")
            .applyUserProperties()
            .send();
    assertThat(next()).isEqualTo(GET + "/accepted {}[]Optional.empty");
    publish(NOTIFY, "n");

    assertThat(next()).isEqualTo(NOTIFY + " n[]Optional.empty");
    assertThat(result.getError()).isEmpty();
    assertThat(connack.getRestrictions().getMaximumQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
    assertThat(connack.getRestrictions().getReceiveMaximum()).isEqualTo(100);
    blocking.disconnect();
  }

  private String next() throws InterruptedException {
    var message = seen.poll(20, TimeUnit.SECONDS);
    return message == null ? "nothing came" : message;
  }
}
