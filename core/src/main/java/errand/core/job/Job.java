package errand.core.job;

import errand.core.name.JobId;
import errand.core.rollout.Progress;
import java.time.Instant;
import java.util.Optional;

/**
 * A job. The document itself is kept apart: it is large and most work on a job does not need it.
 *
 * @param due when the pulse should look at the job again; absent when only its devices move it on
 * @param version counts changes of the row, from 1
 */
public record Job(
    JobId id,
    Plan plan,
    Terms terms,
    Life life,
    Progress progress,
    Optional<Instant> due,
    long version) {
  public JobStatus status() {
    return life.status();
  }

  /** True while executions are being placed or called off (control-plane 3.6). */
  public boolean concurrent() {
    return switch (status()) {
      case IN_PROGRESS -> !progress.done();
      case CANCELED -> life.completedAt().isEmpty();
      case SCHEDULED, COMPLETED, DELETION_IN_PROGRESS -> false;
    };
  }

  Job with(Life next) {
    return new Job(id, plan, terms, next, progress, due, version + 1);
  }

  /** The job after a step of its rollout. */
  public Job with(Progress next, Optional<Instant> nextDue) {
    return new Job(id, plan, terms, life, next, nextDue, version + 1);
  }

  /** The job, to be looked at again then. */
  public Job due(Optional<Instant> at) {
    return new Job(id, plan, terms, life, progress, at, version + 1);
  }
}
