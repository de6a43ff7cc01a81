package errand.server.clients;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.MqttProbe.Arrival;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** A device on Eclipse Paho, of either protocol version. One thread uses it. */
abstract sealed class Paho implements AutoCloseable {
  private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

  /** Connects. */
  static Paho connect(int version, String uri, String clientId, SSLSocketFactory tls) {
    try {
      return version == 5 ? new Five(uri, clientId, tls) : new Three(uri, clientId, tls);
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  abstract void subscribe(String... filters) throws Exception;

  abstract void publish(String topic, String payload) throws Exception;

  abstract boolean connected();

  @Override
  public abstract void close();

  final void arrived(String topic, byte[] payload) {
    arrivals.add(Arrival.of(topic, new String(payload, StandardCharsets.UTF_8)));
  }

  /** The next message, waiting for it. */
  final Arrival next() throws InterruptedException {
    var arrival = arrivals.poll(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (arrival == null) {
      throw new AssertionError("nothing arrived");
    }
    return arrival;
  }

  final Arrival ask(String topic, String payload) throws Exception {
    publish(topic, payload);
    return next();
  }

  private static int[] qos(String... filters) {
    var all = new int[filters.length];
    Arrays.fill(all, 1);
    return all;
  }

  /** MQTT 3.1.1. */
  private static final class Three extends Paho {
    private final org.eclipse.paho.client.mqttv3.MqttClient client;

    Three(String uri, String clientId, SSLSocketFactory tls) throws Exception {
      client =
          new org.eclipse.paho.client.mqttv3.MqttClient(
              uri, clientId, new org.eclipse.paho.client.mqttv3.persist.MemoryPersistence());
      client.setTimeToWait(Await.PATIENCE.toMillis());
      client.setCallback(
          new org.eclipse.paho.client.mqttv3.MqttCallback() {
            @Override
            public void connectionLost(Throwable cause) {}

            @Override
            public void messageArrived(
                String topic, org.eclipse.paho.client.mqttv3.MqttMessage message) {
              arrived(topic, message.getPayload());
            }

            @Override
            public void deliveryComplete(org.eclipse.paho.client.mqttv3.IMqttDeliveryToken token) {}
          });
      var options = new MqttConnectOptions();
      options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
      if (uri.startsWith("ssl:")) {
        options.setSocketFactory(tls);
      }
      client.connect(options);
    }

    @Override
    void subscribe(String... filters) throws Exception {
      client.subscribe(filters, qos(filters));
    }

    @Override
    void publish(String topic, String payload) throws Exception {
      client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    @Override
    boolean connected() {
      return client.isConnected();
    }

    @Override
    public void close() {
      try {
        client.disconnect();
        client.close();
      } catch (org.eclipse.paho.client.mqttv3.MqttException failure) {
        throw new AssertionError(failure);
      }
    }
  }

  /** MQTT 5. */
  private static final class Five extends Paho implements MqttCallback {
    private final org.eclipse.paho.mqttv5.client.MqttClient client;

    Five(String uri, String clientId, SSLSocketFactory tls) throws Exception {
      client =
          new org.eclipse.paho.mqttv5.client.MqttClient(
              uri, clientId, new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
      client.setTimeToWait(Await.PATIENCE.toMillis());
      client.setCallback(this);
      var options = new MqttConnectionOptions();
      if (uri.startsWith("ssl:")) {
        options.setSocketFactory(tls);
      }
      client.connect(options);
    }

    @Override
    void subscribe(String... filters) throws Exception {
      client.subscribe(filters, qos(filters));
    }

    @Override
    void publish(String topic, String payload) throws Exception {
      client.publish(topic, payload.getBytes(StandardCharsets.UTF_8), 1, false);
    }

    @Override
    boolean connected() {
      return client.isConnected();
    }

    @Override
    public void close() {
      try {
        client.disconnect();
        client.close();
      } catch (MqttException failure) {
        throw new AssertionError(failure);
      }
    }

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      arrived(topic, message.getPayload());
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {}

    @Override
    public void mqttErrorOccurred(MqttException failure) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean again, String uri) {}

    @Override
    public void authPacketArrived(int reason, MqttProperties properties) {}
  }
}
