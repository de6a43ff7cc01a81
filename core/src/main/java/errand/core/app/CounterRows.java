package errand.core.app;

import errand.core.execution.Status;
import errand.core.job.Counts;
import errand.core.name.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How many executions of a job are in each status; kept with every change, so it always equals. */
public interface CounterRows {
  /** The counters of a job; all zero for one that is not there. */
  Counts of(JobId id);

  /** Moves one execution between counters; an absent side adds or takes away. */
  void move(JobId id, Optional<Status> from, Optional<Status> to);

  /** The same for executions that a newer one of the same thing has superseded. */
  void moveSuperseded(JobId id, Optional<Status> from, Optional<Status> to);

  /**
   * How the counters came to be, told from the executions that are there now: each was placed, some
   * were started, some have ended, each in a slot of time. In no promised order. Reads every
   * execution of the job.
   *
   * @param from the beginning of slot 0; what came before is in negative slots
   * @param slot whole milliseconds, at least one
   */
  List<Step> steps(JobId id, Instant from, Duration slot);

  /**
   * Executions that took the same step in the same slot.
   *
   * @param from absent for a placement
   */
  record Step(Optional<Status> from, Status to, long slot, long count) {}
}
