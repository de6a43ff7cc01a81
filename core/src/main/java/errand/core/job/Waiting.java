package errand.core.job;

import errand.core.execution.Execution;
import errand.core.execution.Status;
import errand.core.name.JobId;
import errand.core.rollout.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Why something waits, and until when if that is known. The first reason that holds is told. */
public sealed interface Waiting {
  /** The job's start has not come. */
  record Start(Instant until) implements Waiting {}

  /** The job's maintenance windows are closed. */
  record Window(Optional<Instant> until) implements Waiting {}

  /** An operator has paused the rollout. */
  record Paused() implements Waiting {}

  /** As many jobs as may be rolled out at a time are, all of them older. */
  record Crowded(int jobs) implements Waiting {}

  /** This minute's rate is used up. */
  record Rate(int perMinute, Instant until) implements Waiting {}

  /** Nothing is left to place; devices have to take up or finish what they have. */
  record Devices(long queued, long inProgress) implements Waiting {}

  /** The thing works on another job, or has an earlier one to start first. */
  record Behind(JobId job, Status status) implements Waiting {}

  /** The thing has never connected. */
  record NeverConnected() implements Waiting {}

  /** The thing is not connected. */
  record Offline(Instant since) implements Waiting {}

  /** The thing is connected and could start; it has not asked. */
  record Device() implements Waiting {}

  /** Why a job does not place or finish more; empty when it is over, or busy right now. */
  static Optional<Waiting> of(Job job, Counts counts, Instant now) {
    return switch (job.status()) {
      case SCHEDULED -> Optional.of(closed(job, now));
      case IN_PROGRESS -> inProgress(job, counts, now);
      case COMPLETED, CANCELED, DELETION_IN_PROGRESS -> Optional.empty();
    };
  }

  private static Waiting closed(Job job, Instant now) {
    var schedule = job.plan().schedule();
    return schedule
        .start()
        .map(moment -> moment.at())
        .filter(now::isBefore)
        .<Waiting>map(Start::new)
        .orElseGet(() -> new Window(schedule.nextOpening(now)));
  }

  private static Optional<Waiting> inProgress(Job job, Counts counts, Instant now) {
    if (job.rollingOut()) {
      return job.life().flags().paused()
          ? Optional.of(new Paused())
          : job.progress().minute().flatMap(minute -> fullMinute(minute, now));
    }
    return counts.pending() > 0
        ? Optional.of(new Devices(counts.of(Status.QUEUED), counts.of(Status.IN_PROGRESS)))
        : Optional.empty();
  }

  private static Optional<Waiting> fullMinute(Progress.Minute minute, Instant now) {
    Instant end = minute.from().plus(Duration.ofMinutes(1));
    boolean full = minute.placed() >= minute.rate() && now.isBefore(end);
    return full ? Optional.of(new Rate(minute.rate(), end)) : Optional.empty();
  }

  /**
   * Why a waiting execution has not been started; empty for one that does not wait.
   *
   * @param next what the thing has to do first, by its queue
   * @param link how the thing stands with us
   */
  static Optional<Waiting> of(
      Job job, Execution execution, Optional<Execution> next, Link link, Instant now) {
    if (execution.status() != Status.QUEUED) {
      return Optional.empty();
    }
    if (job.status() == JobStatus.SCHEDULED) {
      return Optional.of(closed(job, now));
    }
    return next.filter(first -> !first.key().equals(execution.key()))
        .<Waiting>map(first -> new Behind(first.job(), first.status()))
        .or(() -> Optional.of(ofDevice(link)));
  }

  private static Waiting ofDevice(Link link) {
    return switch (link) {
      case Link.Never() -> new NeverConnected();
      case Link.Gone(var since) -> new Offline(since);
      case Link.Here() -> new Device();
    };
  }

  /** How a thing stands with us. */
  sealed interface Link {
    /** Never seen. */
    record Never() implements Link {}

    /** Seen, not now. */
    record Gone(Instant since) implements Link {}

    /** Connected. */
    record Here() implements Link {}
  }
}
