package errand.server.mqtt;

import com.hivemq.mqtt.handler.connack.MqttConnacker;
import errand.core.app.Pace;
import errand.core.app.Paces;
import errand.server.line.Admission;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * What the handlers of all connections of one broker share.
 *
 * @param connects how fast each session may be connected to, if that is limited
 * @param publishPace how fast each connection may publish, if that is limited
 */
record Desks(
    DeviceGate gate,
    MqttLimits limits,
    Connections connections,
    Publishes publishes,
    Subscribes subscribes,
    MqttConnacker connacker,
    Optional<Paces<String>> connects,
    Optional<Pace> publishPace,
    Executor executor,
    Admission admission) {

  /** Now, for paces: microseconds since some instant of this process. */
  static long micros() {
    return System.nanoTime() / 1000;
  }
}
