package errand.server.conformance.support;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.exceptions.MqttClientStateException;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscribe;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5Subscription;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.suback.Mqtt5SubAckReasonCode;
import errand.server.conformance.support.MqttProbe.Login;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** MQTT 5. */
final class Talk5 implements Talk {
  private final Mqtt5AsyncClient client;
  private final boolean clean;

  Talk5(Login login, Ears ears) {
    var builder =
        Mqtt5Client.builder()
            .identifier(login.clientId())
            .serverHost("localhost")
            .serverPort(login.keys().isPresent() ? login.doors().mqtts() : login.doors().mqtt())
            .addDisconnectedListener(_ -> ears.closed().run());
    if (login.keys().isPresent()) {
      builder = builder.sslConfig(Talk3.tls(login.keys().get(), login.doors()));
    }
    client = builder.buildAsync();
    clean = login.clean();
    client.publishes(
        MqttGlobalPublishFilter.ALL,
        publish -> ears.arrived(publish.getTopic().toString(), publish.getPayload()));
  }

  @Override
  public int connect() {
    var connect = client.connectWith().cleanStart(clean).sessionExpiryInterval(clean ? 0 : 3600);
    try {
      return Await.result(connect.send()).getReasonCode().getCode();
    } catch (Mqtt5ConnAckException refused) {
      return refused.getMqttMessage().getReasonCode().getCode();
    }
  }

  @Override
  public List<Integer> subscribe(List<String> filters) {
    var subscriptions =
        filters.stream()
            .map(each -> Mqtt5Subscription.builder().topicFilter(each).qos(MqttQos.AT_LEAST_ONCE))
            .map(each -> each.build())
            .toList();
    var subscribe = Mqtt5Subscribe.builder().addSubscriptions(subscriptions).build();
    try {
      return codes(Await.result(client.subscribe(subscribe)).getReasonCodes());
    } catch (Mqtt5SubAckException refused) {
      return codes(refused.getMqttMessage().getReasonCodes());
    }
  }

  private static List<Integer> codes(List<Mqtt5SubAckReasonCode> codes) {
    return codes.stream().map(Mqtt5SubAckReasonCode::getCode).toList();
  }

  @Override
  public CompletableFuture<Integer> publish(String topic, byte[] payload, int qos, boolean retain) {
    var publish =
        Mqtt5Publish.builder()
            .topic(topic)
            .payload(payload)
            .qos(qos == 0 ? MqttQos.AT_MOST_ONCE : MqttQos.AT_LEAST_ONCE)
            .retain(retain)
            .build();
    return client.publish(publish).thenApply(_ -> 0).exceptionally(Talk5::reason);
  }

  private static int reason(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof Mqtt5PubAckException refused) {
      return refused.getMqttMessage().getReasonCode().getCode();
    }
    throw new CompletionException(cause);
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
