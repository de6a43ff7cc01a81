package errand.core.execution;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The queue of one thing in one namespace: running executions first, then waiting ones, each by the
 * order of their placement. Source: device-protocol 3.7.
 */
public record Pending(List<Execution> inOrder) {
  /** Most executions shown in a list (device-protocol 2.5). */
  public static final int SHOWN_MAX = 15;

  private static final Comparator<Execution> ORDER =
      Comparator.comparing((Execution each) -> each.status() != Status.IN_PROGRESS)
          .thenComparing(each -> each.origin().queuedAt())
          .thenComparingLong(each -> each.origin().order())
          .thenComparing(Execution::job);

  public Pending {
    inOrder = inOrder.stream().filter(Execution::pending).sorted(ORDER).toList();
  }

  public static Pending of(Collection<Execution> executions) {
    return new Pending(List.copyOf(executions));
  }

  /** The one to work on now, or the first to start. */
  public Optional<Execution> next() {
    return inOrder.stream().findFirst();
  }

  /** The first {@link #SHOWN_MAX}, in order. */
  public List<Execution> shown() {
    return inOrder.subList(0, Math.min(SHOWN_MAX, inOrder.size()));
  }

  /** The queue with one execution changed, added, or gone because it ended. */
  public Pending after(Execution changed) {
    var all = new ArrayList<>(without(changed.key()).inOrder);
    all.add(changed);
    return new Pending(all);
  }

  /** The queue without one execution. */
  public Pending without(ExecutionKey key) {
    return new Pending(inOrder.stream().filter(each -> !each.key().equals(key)).toList());
  }

  boolean has(ExecutionKey key) {
    return inOrder.stream().anyMatch(each -> each.key().equals(key));
  }
}
