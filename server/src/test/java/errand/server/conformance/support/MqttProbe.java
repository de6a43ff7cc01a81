package errand.server.conformance.support;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An MQTT client that keeps everything it is sent in the order it came, asked for or not. One
 * thread uses it.
 */
public final class MqttProbe implements AutoCloseable {
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final CompletableFuture<Boolean> closed = new CompletableFuture<>();
  private final Talk talk;

  private MqttProbe(Version version, Login login) {
    Talk.Ears ears = new Talk.Ears(arrivals::add, () -> closed.complete(true));
    talk = version == Version.V5 ? new Talk5(login, ears) : new Talk3(login, ears);
  }

  /** A protocol version. */
  public enum Version {
    V3,
    V5
  }

  /**
   * How to come in.
   *
   * @param keys shown to the TLS door; without them the plain door is taken
   * @param clean a fresh session that ends with the connection
   */
  public record Login(Doors doors, Optional<DeviceKeys> keys, String clientId, boolean clean) {
    public static Login plain(Doors doors) {
      return new Login(doors, Optional.empty(), freshClientId(), true);
    }

    public static Login by(Doors doors, DeviceKeys keys) {
      return new Login(doors, Optional.of(keys), freshClientId(), true);
    }

    private static String freshClientId() {
      return "probe-" + NUMBERS.incrementAndGet();
    }
  }

  /** A message that arrived; its payload is JSON. */
  public record Arrival(String topic, JsonNode json) {
    public static Arrival of(String topic, String text) {
      return new Arrival(topic, JsonMapper.shared().readTree(text));
    }
  }

  /** Connects and expects to be let in. */
  public static MqttProbe connect(Version version, Login login) {
    var probe = new MqttProbe(version, login);
    var code = probe.talk.connect();
    if (code != 0) {
      throw new AssertionError("not let in: " + code);
    }
    return probe;
  }

  /** The code of the answer to a CONNECT; the connection is not used further. */
  public static int knock(Version version, Login login) {
    try (var probe = new MqttProbe(version, login)) {
      return probe.talk.connect();
    }
  }

  /** Connects to the plain door with MQTT 3.1.1 and a fresh session. */
  public static MqttProbe connect(Doors doors) {
    return connect(Version.V3, Login.plain(doors));
  }

  /** The codes of the SUBACK, one per filter. */
  public List<Integer> subscribe(String... filters) {
    return talk.subscribe(List.of(filters));
  }

  /** Publishes at QoS 1 and returns the reason of the PUBACK; MQTT 3.1.1 knows 0 only. */
  public int publish(String topic, String payload) {
    return Await.result(send(topic, payload.getBytes(StandardCharsets.UTF_8)));
  }

  /** Publishes at QoS 1; the result is the reason of the PUBACK and fails when none comes. */
  public CompletableFuture<Integer> send(String topic, byte[] payload) {
    return talk.publish(topic, payload, 1, false);
  }

  public CompletableFuture<Integer> send(String topic, byte[] payload, int qos, boolean retain) {
    return talk.publish(topic, payload, qos, retain);
  }

  /** Publishes and waits for the next arrival, which should be the answer. */
  public Arrival request(String topic, String payload) {
    return request(topic, payload.getBytes(StandardCharsets.UTF_8));
  }

  public Arrival request(String topic, byte[] payload) {
    Await.result(send(topic, payload));
    return next();
  }

  /** The next arrival, waiting for it. */
  public Arrival next() {
    try {
      var arrival = arrivals.poll(Await.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (arrival == null) {
        throw new AssertionError("nothing arrived within " + Await.PATIENCE);
      }
      return arrival;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  /** The next arrivals, waiting for them. */
  public List<Arrival> next(int count) {
    var seen = new ArrayList<Arrival>();
    for (int i = 0; i < count; i++) {
      seen.add(next());
    }
    return seen;
  }

  /** Everything up to the first arrival that fits, which is the last of the list. */
  public List<Arrival> until(Predicate<Arrival> fits) {
    var seen = new ArrayList<Arrival>();
    do {
      seen.add(next());
    } while (!fits.test(seen.getLast()));
    return seen;
  }

  /** What has arrived and was not taken yet, without waiting. */
  public List<Arrival> rest() {
    var seen = new ArrayList<Arrival>();
    arrivals.drainTo(seen);
    return seen;
  }

  /** Everything that arrives before the answer to one more request of this connection. */
  public List<Arrival> beforeAnswerOf(String thing) {
    var token = "fence-" + NUMBERS.incrementAndGet();
    publish("$aws/things/" + thing + "/jobs/get", "{\"clientToken\":\"" + token + "\"}");
    var seen = until(each -> each.json().path("clientToken").asString("").equals(token));
    return seen.subList(0, seen.size() - 1);
  }

  /** Waits until the server has closed the connection. */
  public void awaitClosed() {
    Await.result(closed);
  }

  public boolean isOpen() {
    return !closed.isDone();
  }

  @Override
  public void close() {
    talk.disconnect();
  }
}
