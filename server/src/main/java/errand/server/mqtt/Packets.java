package errand.server.mqtt;

import static com.hivemq.configuration.entity.mqtt.MqttConfigurationDefaults.MAX_EXPIRY_INTERVAL_DEFAULT;

import com.google.common.collect.ImmutableList;
import com.hivemq.configuration.HivemqId;
import com.hivemq.mqtt.message.ProtocolVersion;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.connack.CONNACK;
import com.hivemq.mqtt.message.connect.CONNECT;
import com.hivemq.mqtt.message.connect.MqttWillPublish;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.publish.PUBLISHFactory;
import com.hivemq.mqtt.message.publish.PublishWithFuture;
import com.hivemq.mqtt.message.subscribe.SUBSCRIBE;
import com.hivemq.mqtt.message.subscribe.Topic;
import com.hivemq.mqtt.message.unsubscribe.UNSUBSCRIBE;
import org.jspecify.annotations.Nullable;

/**
 * Makes the packets that are ours: publishes, never retained and without any MQTT 5 property, and
 * packets of clients and of the broker with another name in them.
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

  /** The same CONNECT for the session of another name, its will on the account's own topic. */
  static CONNECT renamed(CONNECT connect, String session, AccountTopics topics) {
    return connect.getProtocolVersion() == ProtocolVersion.MQTTv5
        ? renamedFive(connect, session, topics)
        : new CONNECT.Mqtt3Builder()
            .withProtocolVersion(connect.getProtocolVersion())
            .withClientIdentifier(session)
            .withKeepAlive(connect.getKeepAlive())
            .withCleanStart(connect.isCleanStart())
            .withSessionExpiryInterval(connect.getSessionExpiryInterval())
            .withUsername(connect.getUsername())
            .withPassword(connect.getPassword())
            .withWillPublish(inside(connect.getWillPublish(), topics))
            .build();
  }

  private static CONNECT renamedFive(CONNECT connect, String session, AccountTopics topics) {
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
        .withWillPublish(inside(connect.getWillPublish(), topics))
        .withUserProperties(connect.getUserProperties())
        .build();
  }

  private static @Nullable MqttWillPublish inside(
      @Nullable MqttWillPublish will, AccountTopics topics) {
    return will == null
        ? null
        : new MqttWillPublish.Mqtt5Builder()
            .withHivemqId(will.getHivemqId())
            .withTopic(topics.inside(will.getTopic()))
            .withPayload(will.getPayload())
            .withQos(will.getQos())
            .withRetain(will.isRetain())
            .withMessageExpiryInterval(will.getMessageExpiryInterval())
            .withPayloadFormatIndicator(will.getPayloadFormatIndicator())
            .withContentType(will.getContentType())
            .withResponseTopic(will.getResponseTopic())
            .withCorrelationData(will.getCorrelationData())
            .withUserProperties(will.getUserProperties())
            .withDelayInterval(will.getDelayInterval())
            .build();
  }

  /** The same publish on another topic. */
  static PUBLISH on(String topic, PUBLISH publish) {
    PUBLISH renamed =
        new PUBLISHFactory.Mqtt5Builder().fromPublish(publish).withTopic(topic).build();
    return publish instanceof PublishWithFuture kept
        ? new PublishWithFuture(renamed, kept.getFuture(), kept.isShared())
        : renamed;
  }

  /** The same SUBSCRIBE for the account's own topics, at QoS 1 at most. */
  static SUBSCRIBE inside(SUBSCRIBE subscribe, AccountTopics topics) {
    var filters =
        subscribe.getTopics().stream()
            .map(each -> inside(each, topics))
            .collect(ImmutableList.toImmutableList());
    return new SUBSCRIBE(
        subscribe.getUserProperties(),
        filters,
        subscribe.getPacketIdentifier(),
        subscribe.getSubscriptionIdentifier());
  }

  private static Topic inside(Topic filter, AccountTopics topics) {
    return new Topic(
        topics.inside(filter.getTopic()),
        filter.getQoS() == QoS.EXACTLY_ONCE ? QoS.AT_LEAST_ONCE : filter.getQoS(),
        filter.isNoLocal(),
        filter.isRetainAsPublished(),
        filter.getRetainHandling(),
        filter.getSubscriptionIdentifier());
  }

  /** The same UNSUBSCRIBE for the account's own topics. */
  static UNSUBSCRIBE inside(UNSUBSCRIBE unsubscribe, AccountTopics topics) {
    var filters =
        unsubscribe.getTopics().stream()
            .map(topics::inside)
            .collect(ImmutableList.toImmutableList());
    return new UNSUBSCRIBE(
        filters, unsubscribe.getPacketIdentifier(), unsubscribe.getUserProperties());
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
