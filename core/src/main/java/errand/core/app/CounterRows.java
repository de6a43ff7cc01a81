package errand.core.app;

import errand.core.execution.Status;
import errand.core.job.Counts;
import errand.core.name.JobId;
import java.util.Optional;

/** How many executions of a job are in each status; kept with every change, so it always equals. */
public interface CounterRows {
  /** The counters of a job; all zero for one that is not there. */
  Counts of(JobId id);

  /** Moves one execution between counters; an absent side adds or takes away. */
  void move(JobId id, Optional<Status> from, Optional<Status> to);

  /** The same for executions that a newer one of the same thing has superseded. */
  void moveSuperseded(JobId id, Optional<Status> from, Optional<Status> to);
}
