package errand.server.mqtt;

import static com.hivemq.configuration.entity.mqtt.MqttConfigurationDefaults.MAX_EXPIRY_INTERVAL_DEFAULT;

import com.hivemq.configuration.HivemqId;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.publish.PUBLISHFactory;

/** Makes the publishes we send: never retained, without any MQTT 5 property. */
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
}
