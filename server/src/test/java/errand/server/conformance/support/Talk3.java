package errand.server.conformance.support;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscribe;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.Mqtt3Subscription;
import com.hivemq.client.mqtt.mqtt3.message.subscribe.suback.Mqtt3SubAckReturnCode;
import errand.server.conformance.support.MqttProbe.Login;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** MQTT 3.1.1. */
final class Talk3 implements Talk {
  private final Mqtt3AsyncClient client;
  private final boolean clean;

  Talk3(Login login, Ears ears) {
    var builder =
        Mqtt3Client.builder()
            .identifier(login.clientId())
            .serverHost("localhost")
            .serverPort(login.keys().isPresent() ? login.doors().mqtts() : login.doors().mqtt())
            .addDisconnectedListener(_ -> ears.closed().run());
    if (login.keys().isPresent()) {
      builder = builder.sslConfig(tls(login.keys().get(), login.doors()));
    }
    client = builder.buildAsync();
    clean = login.clean();
    client.publishes(
        MqttGlobalPublishFilter.ALL,
        publish -> ears.arrived(publish.getTopic().toString(), publish.getPayload()));
  }

  static MqttClientSslConfig tls(DeviceKeys keys, Doors doors) {
    return MqttClientSslConfig.builder()
        .keyManagerFactory(keys.managers())
        .trustManagerFactory(DeviceKeys.trust(doors.ca()))
        .build();
  }

  @Override
  public int connect() {
    try {
      return Await.result(client.connectWith().cleanSession(clean).send())
          .getReturnCode()
          .getCode();
    } catch (Mqtt3ConnAckException refused) {
      return refused.getMqttMessage().getReturnCode().getCode();
    }
  }

  @Override
  public List<Integer> subscribe(List<String> filters) {
    var subscriptions =
        filters.stream()
            .map(each -> Mqtt3Subscription.builder().topicFilter(each).qos(MqttQos.AT_LEAST_ONCE))
            .map(each -> each.build())
            .toList();
    var subscribe = Mqtt3Subscribe.builder().addSubscriptions(subscriptions).build();
    try {
      return codes(Await.result(client.subscribe(subscribe)).getReturnCodes());
    } catch (Mqtt3SubAckException refused) {
      return codes(refused.getMqttMessage().getReturnCodes());
    }
  }

  private static List<Integer> codes(List<Mqtt3SubAckReturnCode> codes) {
    return codes.stream().map(Mqtt3SubAckReturnCode::getCode).toList();
  }

  @Override
  public CompletableFuture<Integer> publish(String topic, byte[] payload, int qos, boolean retain) {
    var publish =
        Mqtt3Publish.builder()
            .topic(topic)
            .payload(payload)
            .qos(qos == 0 ? MqttQos.AT_MOST_ONCE : MqttQos.AT_LEAST_ONCE)
            .retain(retain)
            .build();
    return client.publish(publish).thenApply(_ -> 0);
  }

  @Override
  public void disconnect() {
    try {
      Await.result(client.disconnect());
    } catch (MqttClientStateException alreadyGone) {
      // The server was quicker.
    }
  }
}
