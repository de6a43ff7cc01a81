package errand.core.job;

import errand.core.schedule.EndBehavior;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What happened to a job. */
public sealed interface JobFact {
  /**
   * It stops: nothing more is placed, waiting executions are called off, running ones if forced.
   */
  record Canceled(boolean forced, Optional<String> reasonCode, Optional<String> comment, Instant at)
      implements JobFact {}

  /** Everything it set out to do is done. */
  record Completed(Instant at) implements JobFact {}

  /** Its start came, or a window opened. */
  record Opened(Instant at) implements JobFact {}

  /** Its windows are closed. */
  record Closed(Instant at) implements JobFact {}

  /** Its end time came. */
  record Ended(EndBehavior behavior, Instant at) implements JobFact {}

  /** The first chore is finished. */
  record ChoreFinished(Instant at) implements JobFact {}

  /** It is to be deleted with all its executions. */
  record DeletionBegun(Instant at) implements JobFact {}

  /** Its last trace is gone. */
  record Deleted(Instant at) implements JobFact {}

  /** Its terms are others now. */
  record Changed(Terms terms, Instant at) implements JobFact {}

  /** It has more targets. */
  record Associated(List<Target> targets, Optional<String> comment, long order, Instant at)
      implements JobFact {
    public Associated {
      targets = List.copyOf(targets);
    }
  }

  /** Waiting executions must be held against its targets again. */
  record RecheckDue(Instant at) implements JobFact {}

  /** Its rollout stands still. */
  record Paused(Instant at) implements JobFact {}

  /** Its rollout goes on. */
  record Resumed(Instant at) implements JobFact {}
}
