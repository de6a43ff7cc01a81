package errand.core.execution;

import errand.core.name.JobId;
import errand.core.name.ThingName;

/**
 * One thing's run of one job. See {@link Executions} for what may happen to it.
 *
 * @param version starts at 1 and counts changes; a move to REMOVED alone does not count
 *     (control-plane 3.2)
 * @param forced cancelled by force, whether it ran or waited (control-plane 2.7)
 */
public record Execution(
    ExecutionKey key,
    ThingName thing,
    Origin origin,
    Status status,
    StatusDetails details,
    Times times,
    Deadlines deadlines,
    int version,
    boolean forced) {
  public Execution {
    if (status != Status.IN_PROGRESS && !deadlines.equals(Deadlines.NONE)) {
      throw new IllegalArgumentException("a timer runs on " + key + ", which is " + status);
    }
  }

  public JobId job() {
    return key.job();
  }

  public boolean pending() {
    return !status.terminal();
  }
}
