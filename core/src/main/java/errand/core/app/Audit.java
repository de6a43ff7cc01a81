package errand.core.app;

import errand.core.audit.Actor;
import errand.core.audit.AuditEntry;
import errand.core.audit.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The record of who did what. What was done is written by {@link AuditedStore}; here are the
 * attempts that were refused or failed, the reading, and the dropping of what is old.
 *
 * <p>Strangers cause attempts, so these are bounded three times: alike ones are counted into one
 * entry until it is written; entries are written {@link Limits#perSecond} a second at most, the
 * rest waits, and beyond {@value #WAITING_MAX} different ones only their number is kept; and of
 * those written only the newest stay.
 *
 * <p>Shared state: {@code waiting} and {@code more} change under the lock, which is never held
 * while the store works. Threads: any.
 */
public final class Audit {
  /** Different attempts that wait to be written. */
  static final int WAITING_MAX = 256;

  private static final String OTHERS = "(more than could be told apart)";
  private static final int DROP_BATCH = 500;
  private static final Duration DROP_EVERY = Duration.ofMinutes(1);

  private final Store store;
  private final Limits limits;
  private final InstantSource clock;
  private final Map<Attempt, Seen> waiting = new LinkedHashMap<>();
  private long more;
  private Instant moreSince = Instant.EPOCH;
  private volatile Instant nextDrop = Instant.EPOCH;

  public Audit(Store store, Limits limits, InstantSource clock) {
    this.store = store;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * How much is kept.
   *
   * @param keepFor entries older than this are dropped
   * @param undoneMax attempts that were not done, of any age; the oldest are dropped beyond
   * @param perSecond entries of such attempts written a second, at most
   */
  public record Limits(Duration keepFor, long undoneMax, int perSecond) {
    public static final Limits USUAL = new Limits(Duration.ofDays(400), 100_000, 2);

    public Limits {
      if (!keepFor.isPositive() || undoneMax < 1 || perSecond < 1 || perSecond > WAITING_MAX) {
        throw new IllegalArgumentException("a record that nothing could be kept in");
      }
    }
  }

  private record Attempt(
      Actor actor, String action, List<String> resources, Outcome outcome, String code) {}

  private record Seen(Instant first, long times) {}

  /** Somebody tried something and it was refused, or the server failed at it. Never blocks. */
  public void tried(
      Actor actor, String action, List<String> resources, Outcome outcome, String code) {
    Instant now = clock.instant();
    var attempt = new Attempt(actor, action, List.copyOf(resources), outcome, code);
    synchronized (waiting) {
      if (waiting.containsKey(attempt) || waiting.size() < WAITING_MAX) {
        waiting.merge(
            attempt,
            new Seen(now, 1),
            (before, one) -> new Seen(before.first(), before.times() + 1));
      } else {
        moreSince = more == 0 ? now : moreSince;
        more++;
      }
    }
  }

  /**
   * Writes some of what waits and drops some of what is old; to be called about once a second. True
   * when there is more to drop at once.
   */
  public boolean beat() {
    List<AuditEntry> batch = take();
    if (!batch.isEmpty()) {
      store.transact(
          tx -> {
            batch.forEach(tx.audit()::add);
            return batch.size();
          });
    }
    return drop(clock.instant());
  }

  private List<AuditEntry> take() {
    synchronized (waiting) {
      var batch = new ArrayList<AuditEntry>();
      Iterator<Map.Entry<Attempt, Seen>> each = waiting.entrySet().iterator();
      while (each.hasNext() && batch.size() < limits.perSecond()) {
        var entry = each.next();
        batch.add(entry(entry.getKey(), entry.getValue()));
        each.remove();
      }
      if (more > 0 && waiting.isEmpty()) {
        var others =
            new Attempt(Actor.nobody(OTHERS, ""), OTHERS, List.of(), Outcome.REFUSED, OTHERS);
        batch.add(entry(others, new Seen(moreSince, more)));
        more = 0;
      }
      return batch;
    }
  }

  private static AuditEntry entry(Attempt attempt, Seen seen) {
    return new AuditEntry(
        seen.first(),
        attempt.actor(),
        attempt.action(),
        attempt.resources(),
        attempt.outcome(),
        attempt.code(),
        seen.times());
  }

  private boolean drop(Instant now) {
    if (now.isBefore(nextDrop)) {
      return false;
    }
    Instant end = now.minus(limits.keepFor());
    int dropped =
        store.transact(
            tx ->
                tx.audit().dropBefore(end, DROP_BATCH)
                    + tx.audit().dropUndone(limits.undoneMax(), DROP_BATCH));
    boolean again = dropped >= DROP_BATCH;
    nextDrop = again ? now : now.plus(DROP_EVERY);
    return again;
  }

  /** A page of the record. */
  public Page<AuditRows.Numbered> list(AuditRows.Window window) {
    var oneMore =
        new AuditRows.Window(
            window.filter(), window.after(), window.ascending(), window.limit() + 1);
    return store.read(tx -> Page.of(tx.audit().list(oneMore), window.limit()));
  }
}
