package errand.server.mqtt;

import com.hivemq.mqtt.handler.connack.MqttConnacker;
import java.util.concurrent.Executor;

/** What the handlers of all connections of one broker share. */
record Desks(
    DeviceGate gate,
    MqttLimits limits,
    Connections connections,
    Publishes publishes,
    Subscribes subscribes,
    MqttConnacker connacker,
    Executor executor) {}
