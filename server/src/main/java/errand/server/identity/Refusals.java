package errand.server.identity;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.EvictingQueue;
import errand.core.app.RecentRefusals;
import errand.core.fleet.policy.Ask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log who was refused what and why, and keeps the last {@value #EACH_MAX} of each
 * certificate and of each client name, for the {@value #KEPT_MAX} that were refused last. A client
 * that retries in a loop must not fill a disk: at most {@value #LINES_MAX} lines in ten seconds,
 * then one that counts the rest. Threads: any.
 */
public final class Refusals implements RecentRefusals {
  static final int EACH_MAX = 8;
  static final int KEPT_MAX = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final int LINES_MAX = 20;
  private static final Duration SPAN = Duration.ofSeconds(10);
  private static final int TEXT_CHARS_MAX = 256;

  private final InstantSource clock;
  // The least recently refused ones go first; all under the lock of this object.
  private final Cache<String, EvictingQueue<Refusal>> byCertificate = rings();
  private final Cache<String, EvictingQueue<Refusal>> byClient = rings();
  private Instant spanEnd = Instant.EPOCH;
  private int lines;
  private long silent;

  public Refusals(InstantSource clock) {
    this.clock = clock;
  }

  private static Cache<String, EvictingQueue<Refusal>> rings() {
    return CacheBuilder.newBuilder().concurrencyLevel(1).maximumSize(KEPT_MAX).build();
  }

  /** Somebody was refused something. */
  void add(DeviceAccess.Client client, Ask ask, String why) {
    add(client.certificateId(), client.name(), ask.action().text() + " " + ask.resource(), why);
  }

  synchronized void add(String certificateId, String client, String ask, String why) {
    Instant now = clock.instant();
    var refusal = new Refusal(now, certificateId, clean(client), clean(ask), why);
    keep(byCertificate, certificateId, refusal);
    keep(byClient, refusal.client(), refusal);
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

  private static void keep(
      Cache<String, EvictingQueue<Refusal>> rings, String key, Refusal refusal) {
    rings.asMap().computeIfAbsent(key, _ -> EvictingQueue.create(EACH_MAX)).add(refusal);
  }

  @Override
  public List<Refusal> ofCertificate(String certificateId) {
    return last(byCertificate, certificateId);
  }

  @Override
  public List<Refusal> ofClient(String name) {
    return last(byClient, clean(name));
  }

  private synchronized List<Refusal> last(Cache<String, EvictingQueue<Refusal>> rings, String key) {
    EvictingQueue<Refusal> ring = rings.getIfPresent(key);
    return ring == null ? List.of() : List.copyOf(ring);
  }

  // A client's text must not be able to write log lines of its own.
  private static String clean(String text) {
    String shown = text.replaceAll("[\\p{C}\"]", "?");
    return shown.length() > TEXT_CHARS_MAX ? shown.substring(0, TEXT_CHARS_MAX) + "..." : shown;
  }
}
