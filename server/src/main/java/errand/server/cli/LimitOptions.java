package errand.server.cli;

import errand.core.app.Quota;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code errand serve} that limit clients. */
final class LimitOptions {
  @Option(
      names = "--throttle-thing",
      paramLabel = "N",
      description =
          "Most device requests a second of one thing; more are answered RequestThrottled, 429 over"
              + " HTTPS (default: no limit).")
  private @Nullable Integer thing;

  @Option(
      names = "--throttle-account",
      paramLabel = "N",
      description =
          "Most device reads a second of all things together, and most writes (default: no limit;"
              + " AWS: 200).")
  private @Nullable Integer account;

  @Option(
      names = "--throttle-control",
      paramLabel = "N",
      description =
          "Most control plane calls a second; more are answered ThrottlingException (default: no"
              + " limit).")
  private @Nullable Integer control;

  @Option(
      names = "--mqtt-publish-rate",
      paramLabel = "N",
      description =
          "Most MQTT publishes a second taken from one connection; who sends faster is read more"
              + " slowly (default: no limit).")
  private @Nullable Integer publishes;

  @Option(
      names = "--mqtt-session-minutes",
      paramLabel = "N",
      description = "How long an MQTT session outlives its connection, at most (default: 60).")
  private @Nullable Integer sessionMinutes;

  @Option(
      names = "--audit-days",
      paramLabel = "N",
      description = "How long entries of the audit record are kept (default: 400).")
  private @Nullable Integer auditDays;

  @Option(
      names = "--connections-per-address",
      paramLabel = "N",
      description =
          "Most connections open at a time from one address (IPv6: its first 64 bits); more are"
              + " closed at once (default: 20000).")
  private @Nullable Integer connections;

  @Option(
      names = "--handshakes-per-address",
      paramLabel = "N",
      description =
          "Most new connections a second from one address; more are closed before their TLS"
              + " handshake (default: no limit).")
  private @Nullable Integer arrivals;

  @Option(
      names = "--mqtt-limit",
      paramLabel = "NAME=N",
      description =
          "Another limit of MQTT clients than AWS's; repeatable. Names: payload-bytes, topic-bytes,"
              + " topic-slashes, subscribe-filters, subscriptions, client-id-bytes,"
              + " keep-alive-seconds, unacknowledged, queued-messages, connects-per-second.")
  private Map<String, Integer> mqtt = Map.of();

  @Option(
      names = "--quota",
      paramLabel = "NAME=N",
      completionCandidates = QuotaNames.class,
      description =
          "The most there may be of something, instead of what AWS grants; repeatable. Names:"
              + " ${COMPLETION-CANDIDATES}.")
  private Map<String, Integer> quotas = Map.of();

  /** The quotas by name, for help and completion. */
  static final class QuotaNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Quota.values()).map(Quota::key).iterator();
    }
  }

  Starter.Limits limits() {
    return new Starter.Limits(
        rate("--throttle-thing", thing),
        rate("--throttle-account", account),
        rate("--throttle-control", control),
        rate("--mqtt-publish-rate", publishes),
        positive("--mqtt-session-minutes", sessionMinutes).map(Duration::ofMinutes),
        positive("--audit-days", auditDays).map(Duration::ofDays),
        rate("--connections-per-address", connections),
        rate("--handshakes-per-address", arrivals),
        mqtt,
        quotas());
  }

  private Map<Quota, Integer> quotas() {
    var chosen = new EnumMap<Quota, Integer>(Quota.class);
    quotas.forEach((name, most) -> chosen.put(quota(name), notNegative(name, most)));
    return chosen;
  }

  private static int notNegative(String name, int most) {
    if (most < 0) {
      throw new IllegalArgumentException("--quota " + name + " must be 0 or more, not " + most);
    }
    return most;
  }

  private static Quota quota(String name) {
    return Stream.of(Quota.values())
        .filter(each -> each.key().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--quota knows "
                        + String.join(", ", new QuotaNames())
                        + ", and not "
                        + Words.printable(name)));
  }

  private static OptionalInt rate(String name, @Nullable Integer value) {
    return positive(name, value).stream().mapToInt(Integer::intValue).findFirst();
  }

  private static Optional<Integer> positive(String name, @Nullable Integer value) {
    if (value != null && (value < 1 || value > 1_000_000)) {
      throw new IllegalArgumentException(name + " must be between 1 and 1000000, not " + value);
    }
    return Optional.ofNullable(value);
  }
}
