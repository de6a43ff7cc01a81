/**
 * The embedded MQTT broker: the doors devices connect through, the checks on what they may do, and
 * the way from a device's publish to its reply. Not inside: topic grammar, JSON, policies and what
 * a request means; the broker reaches those through {@link errand.server.mqtt.DeviceGate} only.
 * Only the wiring ({@code Main}) and the code that publishes notices may enter, through {@link
 * errand.server.mqtt.MqttLink} and the values around it.
 */
@NullMarked
package errand.server.mqtt;

import org.jspecify.annotations.NullMarked;
