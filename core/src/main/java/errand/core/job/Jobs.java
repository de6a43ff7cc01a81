package errand.core.job;

import errand.core.execution.Execution;
import errand.core.execution.Status;
import errand.core.job.JobFact.Associated;
import errand.core.job.JobFact.Canceled;
import errand.core.job.JobFact.Changed;
import errand.core.job.JobFact.ChoreFinished;
import errand.core.job.JobFact.Closed;
import errand.core.job.JobFact.Completed;
import errand.core.job.JobFact.Deleted;
import errand.core.job.JobFact.DeletionBegun;
import errand.core.job.JobFact.Ended;
import errand.core.job.JobFact.Opened;
import errand.core.job.JobFact.Paused;
import errand.core.job.JobFact.RecheckDue;
import errand.core.job.JobFact.Resumed;
import errand.core.job.JobVerdict.Accepted;
import errand.core.job.JobVerdict.Refused;
import errand.core.schedule.EndBehavior;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What may happen to a job. {@code docs/states/job.mmd} draws it and is compared with this code by
 * a test; {@link JobEvolution} says what it is afterwards. Source: control-plane 2.7, 3, 4 and 5.
 */
public final class Jobs {
  /** The reason given when a rule stops a job [choice]; the service publishes none. */
  public static final String ABORTED = "JOB_ABORTED";

  /** The reason given when a job's start or window comes while too many others are rolled out. */
  public static final String CROWDED_OUT = "CONCURRENT_JOBS_LIMIT";

  private Jobs() {}

  /** Judges a command; changes nothing. */
  public static JobVerdict decide(Job job, Counts counts, JobCommand command, Instant now) {
    return switch (command) {
      case JobCommand.Cancel cancel -> cancel(job, cancel, now);
      case JobCommand.Settle() -> settle(job, counts, now);
      case JobCommand.Tick tick -> tick(job, tick, now);
      case JobCommand.ChoreDone() -> choreDone(job, now);
      case JobCommand.Delete(var force) -> delete(job, force, now);
      case JobCommand.Change(var terms) -> change(job, terms, now);
      case JobCommand.Associate associate -> associate(job, associate, now);
      case JobCommand.Recheck() -> recheck(job, now);
      case JobCommand.Pause() -> pause(job, now);
      case JobCommand.Resume() -> resume(job, now);
    };
  }

  /** The job after a fact. */
  public static Job evolve(Job before, JobFact fact) {
    return JobEvolution.after(before, fact);
  }

  /**
   * True when an execution that ended so is tried again, as far as the job has a say. Each rule has
   * its own budget: what failed uses the one for failures, what timed out the other. Source:
   * control-plane 4.4.
   *
   * @param failedBefore earlier attempts that the same rule covers
   */
  public static boolean retries(Job job, Execution ended, FailedBefore failedBefore) {
    boolean lives = job.status() == JobStatus.IN_PROGRESS || job.status() == JobStatus.SCHEDULED;
    boolean inTime = !job.endReached(ended.times().lastUpdatedAt());
    if (!lives || !inTime || !retryable(ended.status())) {
      return false;
    }
    return job.terms().retries().stream()
        .anyMatch(
            rule ->
                rule.failure().covers(ended.status())
                    && failedBefore.count(rule.failure()) < rule.retries());
  }

  /** Counts a thing's earlier attempts that failed in a way. */
  @FunctionalInterface
  public interface FailedBefore {
    long count(FailureType failure);
  }

  /**
   * When the pulse must look again.
   *
   * @param rolloutDue when the rollout can go on; absent when it need not
   * @param kept how long a job is kept after its end
   */
  public static Optional<Instant> due(
      Job job, Optional<Instant> rolloutDue, Duration kept, Instant now) {
    if (!job.chores().isEmpty()) {
      return Optional.of(now);
    }
    var schedule = job.plan().schedule();
    Optional<Instant> end =
        job.life().flags().ended() ? Optional.empty() : schedule.end().map(moment -> moment.at());
    return switch (job.status()) {
      case SCHEDULED -> earliest(schedule.nextOpening(now), end);
      case IN_PROGRESS -> {
        Optional<Instant> closing =
            job.life().flags().ended() ? Optional.empty() : schedule.closing(now);
        yield earliest(earliest(closing, end), rolloutDue);
      }
      case COMPLETED, CANCELED -> Optional.of(job.life().lastUpdatedAt().plus(kept));
      case DELETION_IN_PROGRESS -> Optional.of(now);
    };
  }

  private static Optional<Instant> earliest(Optional<Instant> one, Optional<Instant> other) {
    return one.isEmpty() || (other.isPresent() && other.get().isBefore(one.get())) ? other : one;
  }

  private static boolean retryable(Status status) {
    return status == Status.FAILED || status == Status.TIMED_OUT;
  }

  private static JobVerdict cancel(Job job, JobCommand.Cancel cancel, Instant now) {
    return switch (job.status()) {
      case SCHEDULED, IN_PROGRESS ->
          accepted(new Canceled(cancel.force(), cancel.reasonCode(), cancel.comment(), now));
      case COMPLETED, CANCELED, DELETION_IN_PROGRESS -> wrongStatus(job);
    };
  }

  private static JobVerdict settle(Job job, Counts counts, Instant now) {
    if (job.status() != JobStatus.IN_PROGRESS && job.status() != JobStatus.SCHEDULED) {
      return nothing();
    }
    Optional<AbortRule> broken =
        job.terms().abort().stream().filter(rule -> rule.fires(counts)).findFirst();
    if (broken.isPresent()) {
      return accepted(aborted(broken.get(), counts, now));
    }
    boolean placedAll =
        job.life().flags().ended()
            || (job.plan().selection() == Selection.SNAPSHOT && job.progress().done());
    boolean over = job.status() == JobStatus.IN_PROGRESS && placedAll && counts.pending() == 0;
    return over ? accepted(new Completed(now)) : nothing();
  }

  private static Canceled aborted(AbortRule rule, Counts counts, Instant now) {
    String comment =
        "Aborted: at least %d.%02d%% of %d ended executions were %s (minimum %d)."
            .formatted(
                rule.thresholdHundredths() / 100,
                rule.thresholdHundredths() % 100,
                counts.terminal(),
                rule.failure() == FailureType.ALL ? "failures" : rule.failure().name(),
                rule.executedMin());
    return new Canceled(false, Optional.of(ABORTED), Optional.of(comment), now);
  }

  private static JobVerdict tick(Job job, JobCommand.Tick tick, Instant now) {
    var schedule = job.plan().schedule();
    boolean ended = job.life().flags().ended();
    return switch (job.status()) {
      case SCHEDULED, IN_PROGRESS -> {
        if (!ended && schedule.endReached(now)) {
          yield accepted(new Ended(schedule.endBehavior().orElse(EndBehavior.STOP_ROLLOUT), now));
        }
        boolean open = ended || schedule.openAt(now);
        if (open && job.status() == JobStatus.SCHEDULED) {
          yield accepted(tick.room() || job.progress().done() ? new Opened(now) : crowdedOut(now));
        }
        yield !open && job.status() == JobStatus.IN_PROGRESS
            ? accepted(new Closed(now))
            : nothing();
      }
      case COMPLETED, CANCELED ->
          job.chores().isEmpty()
                  && !now.isBefore(job.life().lastUpdatedAt().plus(tick.keptAfterEnd()))
              ? accepted(new DeletionBegun(now))
              : nothing();
      case DELETION_IN_PROGRESS -> nothing();
    };
  }

  private static Canceled crowdedOut(Instant now) {
    return new Canceled(
        false,
        Optional.of(CROWDED_OUT),
        Optional.of("Too many jobs were being rolled out when this one was to begin."),
        now);
  }

  private static JobVerdict choreDone(Job job, Instant now) {
    if (job.chores().isEmpty()) {
      return nothing();
    }
    return accepted(
        job.chores().getFirst() instanceof Chore.Delete
            ? new Deleted(now)
            : new ChoreFinished(now));
  }

  private static JobVerdict delete(Job job, boolean force, Instant now) {
    return switch (job.status()) {
      case COMPLETED -> accepted(new DeletionBegun(now));
      case CANCELED ->
          job.chores().isEmpty() || force ? accepted(new DeletionBegun(now)) : wrongStatus(job);
      case SCHEDULED, IN_PROGRESS -> force ? accepted(new DeletionBegun(now)) : wrongStatus(job);
      case DELETION_IN_PROGRESS -> wrongStatus(job);
    };
  }

  private static JobVerdict change(Job job, Terms terms, Instant now) {
    return switch (job.status()) {
      case SCHEDULED, IN_PROGRESS -> accepted(new Changed(terms, now));
      case COMPLETED, CANCELED, DELETION_IN_PROGRESS -> wrongStatus(job);
    };
  }

  private static JobVerdict associate(Job job, JobCommand.Associate associate, Instant now) {
    if (job.status() != JobStatus.IN_PROGRESS || job.life().flags().ended()) {
      return wrongStatus(job);
    }
    if (job.plan().selection() != Selection.CONTINUOUS) {
      return new Refused(
          new JobRefusal.NotPossible("Targets can be added to CONTINUOUS jobs only."));
    }
    List<Target> more =
        associate.targets().stream()
            .filter(target -> !job.plan().targets().contains(target))
            .distinct()
            .toList();
    int total = job.plan().targets().size() + more.size();
    return total > associate.totalMax()
        ? new Refused(new JobRefusal.TooManyTargets(total, associate.totalMax()))
        : accepted(new Associated(more, associate.comment(), associate.order(), now));
  }

  // What waits on those who are targets no more goes, also after the end time (control-plane 3.3).
  private static JobVerdict recheck(Job job, Instant now) {
    return switch (job.status()) {
      case SCHEDULED, IN_PROGRESS ->
          job.plan().selection() == Selection.CONTINUOUS
              ? accepted(new RecheckDue(now))
              : nothing();
      case COMPLETED, CANCELED, DELETION_IN_PROGRESS -> nothing();
    };
  }

  private static JobVerdict pause(Job job, Instant now) {
    return switch (job.status()) {
      case SCHEDULED, IN_PROGRESS ->
          job.life().flags().paused() ? nothing() : accepted(new Paused(now));
      case COMPLETED, CANCELED, DELETION_IN_PROGRESS -> wrongStatus(job);
    };
  }

  private static JobVerdict resume(Job job, Instant now) {
    return switch (job.status()) {
      case SCHEDULED, IN_PROGRESS ->
          job.life().flags().paused() ? accepted(new Resumed(now)) : nothing();
      case COMPLETED, CANCELED, DELETION_IN_PROGRESS -> wrongStatus(job);
    };
  }

  private static JobVerdict accepted(JobFact fact) {
    return new Accepted(List.of(fact));
  }

  private static JobVerdict nothing() {
    return new Accepted(List.of());
  }

  private static JobVerdict wrongStatus(Job job) {
    return new Refused(new JobRefusal.WrongStatus(job.status()));
  }
}
