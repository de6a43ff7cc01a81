package errand.server.mqtt;

import com.codahale.metrics.MetricRegistry;
import com.google.inject.Injector;
import com.hivemq.HiveMQServer;
import com.hivemq.configuration.HivemqId;
import com.hivemq.mqtt.handler.connack.MqttConnacker;
import com.hivemq.mqtt.handler.disconnect.MqttServerDisconnector;
import com.hivemq.mqtt.handler.subscribe.IncomingSubscribeService;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.reason.Mqtt5DisconnectReasonCode;
import com.hivemq.mqtt.services.PublishDistributor;
import com.hivemq.persistence.clientsession.ClientSessionSubscriptionPersistence;
import com.hivemq.persistence.connection.ConnectionPersistence;
import com.hivemq.persistence.payload.PublishPayloadPersistence;
import errand.core.app.Pace;
import errand.core.app.Paces;
import errand.server.line.Line;
import java.nio.file.Files;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HiveMQ CE inside this process. */
public final class EmbeddedBroker implements MqttLink {

  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
  private static final int STOP_SECONDS_MAX = 5;

  /** Sessions whose rate of connects is remembered; about 200 bytes each. */
  private static final int CONNECT_PACES_MAX = 100_000;

  private final HiveMQServer server;
  private final ExecutorService turns;
  private final Connections connections;
  private final ConnectionPersistence holders;
  private final Notices notices;
  private final Doors doors;
  private boolean closed;

  private EmbeddedBroker(HiveMQServer server, MqttSettings settings, DeviceGate gate) {
    this.server = server;
    var hive = server.getInjector();
    if (hive == null) {
      throw new IllegalStateException("the broker did not wire up; its log has the cause");
    }
    turns = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("mqtt-turn-", 0).factory());
    connections = new Connections(hive.getInstance(MqttServerDisconnector.class));
    holders = hive.getInstance(ConnectionPersistence.class);
    var packets = new Packets(hive.getInstance(HivemqId.class));
    notices = new Notices(hive, packets);
    doors = new Doors(hive, desks(hive, settings, gate, packets));
  }

  private Desks desks(Injector hive, MqttSettings settings, DeviceGate gate, Packets packets) {
    var limits = settings.limits();
    var replies = new Replies(limits, packets, hive.getInstance(PublishDistributor.class));
    return new Desks(
        gate,
        limits,
        connections,
        new Publishes(gate, limits, connections, replies),
        new Subscribes(
            gate,
            limits,
            connections,
            hive.getInstance(IncomingSubscribeService.class),
            hive.getInstance(ClientSessionSubscriptionPersistence.class)),
        hive.getInstance(MqttConnacker.class),
        pace(limits.connectsPerSecondMax()).map(pace -> new Paces<>(pace, CONNECT_PACES_MAX)),
        pace(limits.publishesPerSecondMax()),
        turns,
        settings.admission());
  }

  private static Optional<Pace> pace(int perSecond) {
    return perSecond == 0 ? Optional.empty() : Optional.of(new Pace(perSecond));
  }

  /**
   * Opens the broker. Blocks until the doors are open, about a second.
   *
   * @throws LinkException when a port is taken, the data folder is in use by another process, or
   *     the server key cannot be used
   */
  public static MqttLink start(MqttSettings settings, DeviceGate gate) {
    var server =
        new HiveMQServer(
            new HiveHome(settings.dataFolder()),
            new MetricRegistry(),
            HiveConfiguration.of(settings),
            false,
            false);
    try {
      bootstrap(server, settings);
      var broker = new EmbeddedBroker(server, settings, gate);
      try {
        broker.doors.open(settings);
      } catch (Exception failure) {
        broker.close();
        throw failure;
      }
      return broker;
    } catch (Exception failure) {
      throw new LinkException("the MQTT broker did not start: " + failure.getMessage(), failure);
    }
  }

  private static void bootstrap(HiveMQServer server, MqttSettings settings) throws Exception {
    Files.createDirectories(settings.dataFolder());
    // The broker sets a handler that ends the process on some errors. Ours stays.
    var handler = Thread.getDefaultUncaughtExceptionHandler();
    var payloadsNumbered = PUBLISH.PUBLISH_COUNTER.get();
    try {
      server.bootstrap();
    } finally {
      Thread.setDefaultUncaughtExceptionHandler(handler);
    }
    var hive = server.getInjector();
    if (hive != null) {
      hive.getInstance(PublishPayloadPersistence.class).init();
    }
    // The broker numbers payloads for the whole process, yet sets the counter to where its own
    // store
    // ends. Other brokers of this process would number anew what they still hold, and send that.
    PUBLISH.PUBLISH_COUNTER.accumulateAndGet(payloadsNumbered, Math::max);
  }

  @Override
  public AccountLink account(String account) {
    return new Part(new AccountTopics(account), notices, connections);
  }

  private record Part(AccountTopics topics, Notices notices, Connections connections)
      implements AccountLink {
    @Override
    public void publish(String topic, byte[] payload) {
      notices.publish(topics.inside(topic), payload);
    }

    @Override
    public int disconnect(Predicate<Caller> which) {
      return connections.end(
          caller -> caller.account().equals(topics.account()) && which.test(caller),
          Mqtt5DisconnectReasonCode.NOT_AUTHORIZED);
    }
  }

  @Override
  public void direct(Line line) {
    doors.take(line, new Way.Direct());
  }

  @Override
  public void webSocket(Line line, Optional<String> accessKeyId) {
    doors.take(line, new Way.WebSocket(accessKeyId));
  }

  @Override
  public OptionalInt plainPort() {
    return doors.plainPort();
  }

  @Override
  public OptionalInt tlsPort() {
    return doors.tlsPort();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    doors.shut();
    connections.end(_ -> true, Mqtt5DisconnectReasonCode.SERVER_SHUTTING_DOWN);
    try {
      // Completes when the end of every connection has reached its session, and so our desks.
      holders.shutDown().get(STOP_SECONDS_MAX, TimeUnit.SECONDS);
      turns.shutdown();
      if (!turns.awaitTermination(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
        LOG.warn("requests still running at stop seconds={}", STOP_SECONDS_MAX);
        turns.shutdownNow();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException failure) {
      LOG.warn("connections did not end in time seconds={}", STOP_SECONDS_MAX, failure);
    } finally {
      turns.shutdownNow();
      doors.stopThreads();
      server.stop();
    }
  }
}
