package errand.core.job;

import errand.core.execution.Status;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * How many executions of a job are in each status: rows, not things (control-plane 3.5).
 *
 * @param superseded those of them that a newer execution of the same thing has taken the place of
 */
public record Counts(Map<Status, Long> byStatus, Map<Status, Long> superseded) {
  public static final Counts NONE = new Counts(Map.of(), Map.of());

  /** Counters of a job whose executions all are the newest of their thing. */
  public Counts(Map<Status, Long> byStatus) {
    this(byStatus, Map.of());
  }

  public Counts {
    byStatus = sorted(byStatus);
    superseded = sorted(superseded);
  }

  private static Map<Status, Long> sorted(Map<Status, Long> counts) {
    var sorted = new EnumMap<Status, Long>(Status.class);
    counts.forEach(
        (status, count) -> {
          if (count < 0) {
            throw new IllegalStateException(count + " executions are " + status);
          }
          if (count > 0) {
            sorted.put(status, count);
          }
        });
    return Collections.unmodifiableMap(sorted);
  }

  public long of(Status status) {
    return byStatus.getOrDefault(status, 0L);
  }

  /** Things whose newest execution is in that status. */
  public long things(Status status) {
    return of(status) - superseded.getOrDefault(status, 0L);
  }

  public long pending() {
    return of(Status.QUEUED) + of(Status.IN_PROGRESS);
  }

  public long total() {
    return byStatus.values().stream().mapToLong(Long::longValue).sum();
  }

  public long terminal() {
    return total() - pending();
  }
}
