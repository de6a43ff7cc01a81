package errand.core.job;

import errand.core.execution.Execution;
import errand.core.execution.Status;
import errand.core.job.JobFact.Canceled;
import errand.core.job.JobFact.Completed;
import errand.core.job.JobVerdict.Accepted;
import errand.core.job.JobVerdict.Refused;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What may happen to a job. {@code docs/states/job.mmd} draws it and is compared with this code by
 * a test. Source: control-plane 3 and 4.
 */
public final class Jobs {
  /** The reason given when a rule stops a job [choice]; the service publishes none. */
  public static final String ABORTED = "JOB_ABORTED";

  private Jobs() {}

  /** Judges a command; changes nothing. */
  public static JobVerdict decide(Job job, Counts counts, JobCommand command, Instant now) {
    return switch (command) {
      case JobCommand.Cancel cancel -> cancel(job, cancel, now);
      case JobCommand.Settle() -> settle(job, counts, now);
      case JobCommand.Swept() ->
          job.status() == JobStatus.CANCELED && job.life().completedAt().isEmpty()
              ? accepted(new JobFact.Swept(now))
              : nothing();
    };
  }

  /** The job after a fact. */
  public static Job evolve(Job before, JobFact fact) {
    return switch (fact) {
      case Canceled canceled ->
          before.with(before.life().canceled(canceled)).due(Optional.of(canceled.at()));
      case Completed(var at) -> before.with(before.life().completed(at)).due(Optional.empty());
      case JobFact.Swept(var at) -> before.with(before.life().swept(at)).due(Optional.empty());
    };
  }

  /**
   * True when an execution that ended so is tried again. Each rule has its own budget: what failed
   * uses the one for failures, what timed out the other. Source: control-plane 4.4.
   *
   * @param failedBefore earlier attempts that the same rule covers
   */
  public static boolean retries(Job job, Execution ended, FailedBefore failedBefore) {
    if (job.status() != JobStatus.IN_PROGRESS || !retryable(ended.status())) {
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

  private static boolean retryable(Status status) {
    return status == Status.FAILED || status == Status.TIMED_OUT;
  }

  private static JobVerdict cancel(Job job, JobCommand.Cancel cancel, Instant now) {
    return switch (job.status()) {
      case SCHEDULED, IN_PROGRESS ->
          accepted(new Canceled(cancel.force(), cancel.reasonCode(), cancel.comment(), now));
      case COMPLETED, CANCELED, DELETION_IN_PROGRESS -> new Refused(job.status());
    };
  }

  private static JobVerdict settle(Job job, Counts counts, Instant now) {
    if (job.status() != JobStatus.IN_PROGRESS) {
      return nothing();
    }
    Optional<AbortRule> broken =
        job.terms().abort().stream().filter(rule -> rule.fires(counts)).findFirst();
    if (broken.isPresent()) {
      return accepted(aborted(broken.get(), counts, now));
    }
    boolean over =
        job.plan().selection() == Selection.SNAPSHOT
            && job.progress().done()
            && counts.pending() == 0;
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

  private static JobVerdict accepted(JobFact fact) {
    return new Accepted(List.of(fact));
  }

  private static JobVerdict nothing() {
    return new Accepted(List.of());
  }
}
