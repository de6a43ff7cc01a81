package errand.core.execution;

import errand.core.fleet.ThingId;
import errand.core.name.JobId;

/**
 * Which execution. The thing's id rather than its name, so that a thing created anew under an old
 * name starts clean. The number counts the executions of one job on one thing, from 1.
 */
public record ExecutionKey(ThingId thing, JobId job, long number) {
  public ExecutionKey {
    if (number < 1) {
      throw new IllegalArgumentException("execution number below 1: " + number);
    }
  }
}
