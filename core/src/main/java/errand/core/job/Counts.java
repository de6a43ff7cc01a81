package errand.core.job;

import errand.core.execution.Status;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** How many executions of a job are in each status: rows, not things (control-plane 3.5). */
public record Counts(Map<Status, Long> byStatus) {
  public static final Counts NONE = new Counts(Map.of());

  public Counts {
    var sorted = new EnumMap<Status, Long>(Status.class);
    byStatus.forEach(
        (status, count) -> {
          if (count < 0) {
            throw new IllegalStateException(count + " executions are " + status);
          }
          if (count > 0) {
            sorted.put(status, count);
          }
        });
    byStatus = Collections.unmodifiableMap(sorted);
  }

  public long of(Status status) {
    return byStatus.getOrDefault(status, 0L);
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
