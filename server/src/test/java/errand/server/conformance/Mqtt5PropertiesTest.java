package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import errand.server.conformance.support.Await;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What MQTT 5 lets a request carry besides its payload. Source: device-protocol 1.7 [inferred]. */
@ExtendWith(SharedServer.class)
final class Mqtt5PropertiesTest {
  private final RunningServer server;

  Mqtt5PropertiesTest(RunningServer server) {
    this.server = server;
  }

  @Test
  void a_request_s_properties_are_ignored_and_its_answer_has_none() {
    var topic = "$aws/things/" + server.thing() + "/jobs/get";
    var arrived = new CompletableFuture<Mqtt5Publish>();
    Mqtt5AsyncClient device =
        Mqtt5Client.builder()
            .identifier(server.freshName("properties"))
            .serverHost("localhost")
            .serverPort(server.doors().mqtt())
            .buildAsync();
    device.publishes(MqttGlobalPublishFilter.ALL, arrived::complete);
    Await.result(device.connect());

    Await.result(
        device
            .publishWith()
            .topic(topic)
            .qos(MqttQos.AT_LEAST_ONCE)
            .responseTopic("elsewhere/answer")
            .correlationData(new byte[] {1, 2})
            .contentType("text/plain")
            .messageExpiryInterval(60)
            .userProperties()
            .add("a", "b")
            .applyUserProperties()
            .send());

    var answer = Await.result(arrived);
    assertThat(answer.getTopic().toString()).isEqualTo(topic + "/accepted");
    assertThat(answer.getQos()).isEqualTo(MqttQos.AT_LEAST_ONCE);
    assertThat(answer.isRetain()).isFalse();
    assertThat(answer.getResponseTopic()).isEmpty();
    assertThat(answer.getCorrelationData()).isEmpty();
    assertThat(answer.getContentType()).isEmpty();
    assertThat(answer.getPayloadFormatIndicator()).isEmpty();
    assertThat(answer.getMessageExpiryInterval()).isEmpty();
    assertThat(answer.getUserProperties().asList()).isEmpty();
    Await.result(device.disconnect());
  }
}
