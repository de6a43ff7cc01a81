package errand.server.mqtt;

/** What becomes of a request. */
public sealed interface Outcome {

  /**
   * Acknowledge, then send this to the requesting connection and nobody else, once, whatever it has
   * subscribed to. QoS 1; see {@link MqttLimits#unacknowledgedMax()} for the exception.
   *
   * @param secret it is for this very connection, and lost with it rather than kept for the next
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Reply(String topic, byte[] payload, boolean secret) implements Outcome {
    public Reply(String topic, byte[] payload) {
      this(topic, payload, false);
    }
  }

  /** Acknowledge, say nothing. */
  record Silent() implements Outcome {}

  /**
   * Not allowed. MQTT 3.1.1: close without acknowledgement. MQTT 5: reason 0x87 at QoS 1, nothing
   * at QoS 0; the connection stays. Source: device-protocol 5.4 [issue], [inferred].
   */
  record Forbidden() implements Outcome {}

  /** Close the connection without acknowledgement. */
  record Close() implements Outcome {}
}
