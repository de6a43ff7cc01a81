package errand.server.mqtt;

import static com.hivemq.configuration.entity.mqtt.MqttConfigurationDefaults.MAX_EXPIRY_INTERVAL_DEFAULT;

import com.hivemq.configuration.HivemqId;
import com.hivemq.mqtt.message.ProtocolVersion;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.connack.CONNACK;
import com.hivemq.mqtt.message.connect.CONNECT;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.publish.PUBLISHFactory;

/**
 * Makes the packets that are ours: publishes, never retained and without any MQTT 5 property, and
 * the broker's own packets with another name in them.
 */
final class Packets {

  static final int NO_ID = 0;

  private final HivemqId brokerId;

  Packets(HivemqId brokerId) {
    this.brokerId = brokerId;
  }

  /**
   * @param packetId {@link #NO_ID} for QoS 0 and for what goes into a queue, which numbers it
   */
  PUBLISH publish(String topic, byte[] payload, QoS qos, int packetId) {
    return new PUBLISHFactory.Mqtt5Builder()
        .withHivemqId(brokerId.get())
        .withTopic(topic)
        .withPayload(payload)
        .withQoS(qos)
        .withOnwardQos(qos)
        .withPacketIdentifier(packetId)
        // The broker's word for "does not expire"; its own default would go out as a property.
        .withMessageExpiryInterval(MAX_EXPIRY_INTERVAL_DEFAULT)
        .build();
  }

  /** The same CONNECT for the session of another name. */
  static CONNECT renamed(CONNECT connect, String session) {
    return connect.getProtocolVersion() == ProtocolVersion.MQTTv5
        ? renamedFive(connect, session)
        : new CONNECT.Mqtt3Builder()
            .withProtocolVersion(connect.getProtocolVersion())
            .withClientIdentifier(session)
            .withKeepAlive(connect.getKeepAlive())
            .withCleanStart(connect.isCleanStart())
            .withSessionExpiryInterval(connect.getSessionExpiryInterval())
            .withUsername(connect.getUsername())
            .withPassword(connect.getPassword())
            .withWillPublish(connect.getWillPublish())
            .build();
  }

  private static CONNECT renamedFive(CONNECT connect, String session) {
    return new CONNECT.Mqtt5Builder()
        .withClientIdentifier(session)
        .withKeepAlive(connect.getKeepAlive())
        .withCleanStart(connect.isCleanStart())
        .withSessionExpiryInterval(connect.getSessionExpiryInterval())
        .withReceiveMaximum(connect.getReceiveMaximum())
        .withTopicAliasMaximum(connect.getTopicAliasMaximum())
        .withMaximumPacketSize(connect.getMaximumPacketSize())
        .withResponseInformationRequested(connect.isResponseInformationRequested())
        .withProblemInformationRequested(connect.isProblemInformationRequested())
        .withUsername(connect.getUsername())
        .withPassword(connect.getPassword())
        .withAuthMethod(connect.getAuthMethod())
        .withAuthData(connect.getAuthData())
        .withWillPublish(connect.getWillPublish())
        .withUserProperties(connect.getUserProperties())
        .build();
  }

  /**
   * The same CONNACK, which tells the client the client id it was assigned, without the session.
   */
  static CONNACK assigning(CONNACK connack, String clientId) {
    return CONNACK
        .builder()
        .withReasonCode(connack.getReasonCode())
        .withReasonString(connack.getReasonString())
        .withUserProperties(connack.getUserProperties())
        .withSessionPresent(connack.isSessionPresent())
        .withSessionExpiryInterval(connack.getSessionExpiryInterval())
        .withServerKeepAlive(connack.getServerKeepAlive())
        .withAssignedClientIdentifier(clientId)
        .withAuthMethod(connack.getAuthMethod())
        .withAuthData(connack.getAuthData())
        .withReceiveMaximum(connack.getReceiveMaximum())
        .withTopicAliasMaximum(connack.getTopicAliasMaximum())
        .withMaximumPacketSize(connack.getMaximumPacketSize())
        .withMaximumQoS(connack.getMaximumQoS())
        .withRetainAvailable(connack.isRetainAvailable())
        .withWildcardSubscriptionAvailable(connack.isWildcardSubscriptionAvailable())
        .withSubscriptionIdentifierAvailable(connack.isSubscriptionIdentifierAvailable())
        .withSharedSubscriptionAvailable(connack.isSharedSubscriptionAvailable())
        .withResponseInformation(connack.getResponseInformation())
        .withServerReference(connack.getServerReference())
        .build();
  }
}
