package errand.core.job;

import errand.core.name.JobId;
import errand.core.rollout.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A job. The document itself is kept apart: it is large and most work on a job does not need it.
 *
 * @param chores what the pulse has to do over many executions, in order
 * @param due when the pulse should look at the job again; absent when only its devices move it on
 * @param version counts changes of the row, from 1
 */
public record Job(
    JobId id,
    Plan plan,
    Terms terms,
    Life life,
    Progress progress,
    List<Chore> chores,
    Optional<Instant> due,
    long version) {
  public Job {
    chores = List.copyOf(chores);
  }

  public JobStatus status() {
    return life.status();
  }

  /** True while executions are being placed or called off (control-plane 3.6). */
  public boolean concurrent() {
    return switch (status()) {
      case IN_PROGRESS -> rollingOut() || !chores.isEmpty();
      case CANCELED -> !chores.isEmpty();
      case SCHEDULED, COMPLETED, DELETION_IN_PROGRESS -> false;
    };
  }

  /**
   * True when it counts against the quota of concurrent jobs: like {@link #concurrent}, from its
   * first batch on. What has not begun does not count [choice], or a burst of small jobs would be
   * refused while the pulse is behind.
   */
  public boolean counted() {
    boolean begun = progress.minute().isPresent() || !chores.isEmpty();
    return concurrent() && begun;
  }

  /** True while there are targets to place executions on, now or after a pause. */
  public boolean rollingOut() {
    return status() == JobStatus.IN_PROGRESS && !progress.done() && !life.flags().ended();
  }

  /**
   * True when things must not see or start what waits: before the start, outside the windows, and
   * when the job was over then until what waits is called off.
   */
  public boolean hidden() {
    return status() == JobStatus.SCHEDULED || life.flags().unseen();
  }

  /** True while some things have not been told yet that what waits is hidden. */
  public boolean hiding() {
    return chores.stream().anyMatch(Chore.Hide.class::isInstance);
  }

  /** True for a continuous job that still takes things which join its groups. */
  public boolean takesJoiners() {
    return plan.selection() == Selection.CONTINUOUS
        && (status() == JobStatus.IN_PROGRESS || status() == JobStatus.SCHEDULED)
        && !life.flags().ended();
  }

  /** True from the end time on, whether the pulse has seen to it already or not. */
  public boolean endReached(Instant now) {
    return life.flags().ended() || plan.schedule().endReached(now);
  }

  Job with(Life next) {
    return new Job(id, plan, terms, next, progress, chores, due, version + 1);
  }

  Job with(Plan next) {
    return new Job(id, next, terms, life, progress, chores, due, version + 1);
  }

  Job with(Terms next) {
    return new Job(id, plan, next, life, progress, chores, due, version + 1);
  }

  /** The job after a step of its rollout. */
  public Job with(Progress next) {
    return new Job(id, plan, terms, life, next, chores, due, version + 1);
  }

  /** The job with other work to do. */
  public Job with(List<Chore> next) {
    return new Job(id, plan, terms, life, progress, next, due, version + 1);
  }

  /** The job, to be looked at again then. */
  public Job due(Optional<Instant> at) {
    return new Job(id, plan, terms, life, progress, chores, at, version + 1);
  }
}
