package errand.server.identity;

import errand.core.fleet.policy.Ask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log who was refused what and why, and keeps the last ones for whoever asks. A client
 * that retries in a loop must not fill a disk: at most {@value #LINES_MAX} lines in ten seconds,
 * then one that counts the rest. Threads: any.
 */
public final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final int LINES_MAX = 20;
  private static final Duration SPAN = Duration.ofSeconds(10);
  private static final int KEPT_MAX = 200;
  private static final int TEXT_CHARS_MAX = 256;

  private final InstantSource clock;
  private final Deque<Refusal> kept = new ArrayDeque<>();
  private Instant spanEnd = Instant.EPOCH;
  private int lines;
  private long silent;

  public Refusals(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * One refusal.
   *
   * @param client the client id, or the path over HTTPS
   * @param ask what it wanted to do, such as {@code iot:Publish topic/a}
   */
  public record Refusal(Instant at, String certificateId, String client, String ask, String why) {}

  /** Somebody was refused something. */
  void add(DeviceAccess.Client client, Ask ask, String why) {
    add(client.certificateId(), client.name(), ask.action().text() + " " + ask.resource(), why);
  }

  synchronized void add(String certificateId, String client, String ask, String why) {
    Instant now = clock.instant();
    var refusal = new Refusal(now, certificateId, clean(client), clean(ask), why);
    if (kept.size() == KEPT_MAX) {
      kept.removeFirst();
    }
    kept.addLast(refusal);
    if (!now.isBefore(spanEnd)) {
      if (silent > 0) {
        LOG.warn("refused more not-logged={}", silent);
      }
      spanEnd = now.plus(SPAN);
      lines = 0;
      silent = 0;
    }
    if (lines++ < LINES_MAX) {
      LOG.warn(
          "refused certificate={} client={} ask=\"{}\" why=\"{}\"",
          certificateId,
          refusal.client(),
          refusal.ask(),
          why);
    } else {
      silent++;
    }
  }

  /** The last refusals, oldest first. */
  public synchronized List<Refusal> last() {
    return List.copyOf(kept);
  }

  // A client's text must not be able to write log lines of its own.
  private static String clean(String text) {
    String shown = text.replaceAll("[\\p{C}\"]", "?");
    return shown.length() > TEXT_CHARS_MAX ? shown.substring(0, TEXT_CHARS_MAX) + "..." : shown;
  }
}
