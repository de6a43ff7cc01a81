package errand.server.mqtt;

import errand.core.app.Doctor;
import errand.core.fleet.policy.Action;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a client may ask for. Source: device-protocol 5.5 [doc].
 *
 * @param payloadBytesMax longest payload; a longer one ends the connection (MQTT 5: 0x95)
 * @param topicBytesMax longest topic or filter in UTF-8; longer ends the connection (MQTT 5: 0x90),
 *     in a SUBSCRIBE it is refused (0x8F)
 * @param topicSlashesMax most slashes in a topic or filter; same answers
 * @param subscribeFiltersMax filters looked at in one SUBSCRIBE; those after are refused (0x97)
 * @param subscriptionsMax filters per session; more are refused (0x97)
 * @param clientIdBytesMax longest client id in UTF-8; a longer one is refused (0x85; MQTT 3.1.1: 2)
 * @param keepAliveMax longest keep-alive, also used when the client wants none
 * @param unacknowledgedMax QoS 1 publishes under way, each way. Inwards: announced to MQTT 5
 *     clients as receive maximum; MQTT 3.1.1 clients are simply read no further. Outwards: a reply
 *     beyond is sent at QoS 0; the broker's own window of 50 and the client's receive maximum come
 *     first
 * @param sessionExpiryMax how long a session outlives its connection, at most (MQTT 5), or always
 *     (MQTT 3.1.1 without clean session)
 * @param queuedMessagesMax messages kept for a session that is away; later ones are dropped
 * @param publishesPerSecondMax from one connection, and the most at once; who sends faster is read
 *     more slowly, nothing is lost. 0 for no limit
 * @param connectsPerSecondMax with one client id by the same client, and the most at once; more are
 *     refused (0x9F; MQTT 3.1.1: 3). 0 for no limit
 * @param signedConnectionMax how long a connection that a signature let in may last
 */
public record MqttLimits(
    int payloadBytesMax,
    int topicBytesMax,
    int topicSlashesMax,
    int subscribeFiltersMax,
    int subscriptionsMax,
    int clientIdBytesMax,
    Duration keepAliveMax,
    int unacknowledgedMax,
    Duration sessionExpiryMax,
    int queuedMessagesMax,
    int publishesPerSecondMax,
    int connectsPerSecondMax,
    Duration signedConnectionMax) {

  /**
   * The documented AWS values, but for the rates, which are floors there and off here. The queue
   * length is ours.
   */
  public static final MqttLimits AWS =
      new MqttLimits(
          128 * 1024,
          256,
          7,
          8,
          50,
          128,
          Duration.ofMinutes(20),
          100,
          Duration.ofHours(1),
          1000,
          0,
          0,
          Duration.ofHours(24));

  /**
   * The documented AWS values but for some, by these names: payload-bytes, topic-bytes,
   * topic-slashes, subscribe-filters, subscriptions, client-id-bytes, keep-alive-seconds,
   * unacknowledged, queued-messages, connects-per-second.
   *
   * @throws IllegalArgumentException for a name that is none of these, or a value no broker keeps
   */
  public static MqttLimits of(Map<String, Integer> others) {
    var asked = new Asked(others);
    var limits =
        new MqttLimits(
            asked.value("payload-bytes", AWS.payloadBytesMax, 256_000_000),
            asked.value("topic-bytes", AWS.topicBytesMax, 65_535),
            asked.value("topic-slashes", AWS.topicSlashesMax, 65_535),
            asked.value("subscribe-filters", AWS.subscribeFiltersMax, 100_000),
            asked.value("subscriptions", AWS.subscriptionsMax, 100_000),
            asked.value("client-id-bytes", AWS.clientIdBytesMax, 65_535),
            Duration.ofSeconds(
                asked.value("keep-alive-seconds", (int) AWS.keepAliveMax.toSeconds(), 65_535)),
            asked.value("unacknowledged", AWS.unacknowledgedMax, 65_535),
            AWS.sessionExpiryMax,
            asked.value("queued-messages", AWS.queuedMessagesMax, 1_000_000),
            AWS.publishesPerSecondMax,
            asked.value("connects-per-second", AWS.connectsPerSecondMax, 1_000_000),
            AWS.signedConnectionMax);
    asked.refuseUnknown();
    return limits;
  }

  /** What is asked for, with the names that have been looked up. */
  private record Asked(Map<String, Integer> values, Set<String> known) {
    Asked(Map<String, Integer> values) {
      this(values, new TreeSet<>());
    }

    int value(String name, int usual, int max) {
      known.add(name);
      int value = values.getOrDefault(name, usual);
      if (value != usual && (value < 1 || value > max)) {
        throw new IllegalArgumentException(
            "the MQTT limit " + name + " must be between 1 and " + max + ", not " + value);
      }
      return value;
    }

    void refuseUnknown() {
      for (var name : values.keySet()) {
        if (!known.contains(name)) {
          throw new IllegalArgumentException("no MQTT limit " + name + "; there are " + known);
        }
      }
    }
  }

  /** The same with other rates; 0 for no limit. */
  public MqttLimits withRates(int publishesPerSecond, int connectsPerSecond) {
    return new MqttLimits(
        payloadBytesMax,
        topicBytesMax,
        topicSlashesMax,
        subscribeFiltersMax,
        subscriptionsMax,
        clientIdBytesMax,
        keepAliveMax,
        unacknowledgedMax,
        sessionExpiryMax,
        queuedMessagesMax,
        publishesPerSecond,
        connectsPerSecond,
        signedConnectionMax);
  }

  /** The same with other lives of sessions and of connections that a signature let in. */
  public MqttLimits withLives(Duration sessionExpiry, Duration signedConnection) {
    return new MqttLimits(
        payloadBytesMax,
        topicBytesMax,
        topicSlashesMax,
        subscribeFiltersMax,
        subscriptionsMax,
        clientIdBytesMax,
        keepAliveMax,
        unacknowledgedMax,
        sessionExpiry,
        queuedMessagesMax,
        publishesPerSecondMax,
        connectsPerSecondMax,
        signedConnection);
  }

  /** Why a limit forbids what a device might do, whatever its policies say; for people. */
  public Optional<String> objection(Doctor.Attempt attempt) {
    String subject = attempt.subject();
    return switch (attempt.action()) {
      case CONNECT ->
          fitsClientId(subject)
              ? Optional.empty()
              : Optional.of("A client id has at most " + clientIdBytesMax + " bytes.");
      case PUBLISH, RETAIN_PUBLISH, SUBSCRIBE, RECEIVE -> objectionToTopic(attempt);
      case GET_PENDING, START_NEXT, DESCRIBE_EXECUTION, UPDATE_EXECUTION -> Optional.empty();
    };
  }

  private Optional<String> objectionToTopic(Doctor.Attempt attempt) {
    String topic = attempt.subject();
    if (!fits(topic)) {
      return Optional.of(
          "A topic or filter has at most "
              + topicBytesMax
              + " bytes and "
              + topicSlashesMax
              + " slashes.");
    }
    if (topic.startsWith("$") && !topic.startsWith("$aws/") && !topic.startsWith("$share/")) {
      return Optional.of("Topics that begin with $ are the server's own, save for $aws/.");
    }
    return attempt.action() == Action.RETAIN_PUBLISH && topic.startsWith("$aws/")
        ? Optional.of("Nothing is retained below $aws/.")
        : Optional.empty();
  }

  /** Whether a client id is short enough. */
  boolean fitsClientId(String clientId) {
    return Utf8.length(clientId) <= clientIdBytesMax;
  }

  /** Whether a topic or filter is short and flat enough. */
  boolean fits(String topic) {
    return Utf8.length(topic) <= topicBytesMax && slashes(topic) <= topicSlashesMax;
  }

  private static int slashes(String topic) {
    int count = 0;
    for (int at = topic.indexOf('/'); at >= 0; at = topic.indexOf('/', at + 1)) {
      count++;
    }
    return count;
  }

  /** UTF-8 lengths without encoding. */
  private static final class Utf8 {
    static int length(String text) {
      var bytes = 0;
      for (var i = 0; i < text.length(); i++) {
        var c = text.charAt(i);
        // Each half of a surrogate pair accounts for two of the pair's four bytes.
        bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
      }
      return bytes;
    }
  }
}
