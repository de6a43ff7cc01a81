package errand.core.job;

import errand.core.execution.Execution;
import errand.core.execution.Status;
import errand.core.fleet.FleetEvent;
import errand.core.name.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What operators' programs are told of a job's life, as it was at the change. Source: control-plane
 * 8.
 */
public sealed interface Event {
  /** The name of what it happened to, for ids and logs. */
  String subject();

  Instant at();

  /** What happened to a job as a whole. */
  enum JobOperation {
    COMPLETED,
    CANCELLATION_IN_PROGRESS,
    CANCELED,
    DELETION_IN_PROGRESS,
    DELETED
  }

  /**
   * A job has come to a point of its life.
   *
   * @param counts executions by status
   */
  record OfJob(
      JobOperation operation,
      JobId job,
      Selection selection,
      List<Target> targets,
      Optional<String> description,
      Life life,
      Map<Status, Long> counts,
      Instant at)
      implements Event {
    public OfJob {
      targets = List.copyOf(targets);
    }

    @Override
    public String subject() {
      return job.text();
    }

    /** The event of a job as it is now. */
    public static OfJob of(JobOperation operation, Job job, Counts counts, Instant at) {
      return new OfJob(
          operation,
          job.id(),
          job.plan().selection(),
          job.plan().targets(),
          job.terms().description(),
          job.life(),
          counts.byStatus(),
          at);
    }
  }

  /**
   * An execution has ended or is gone.
   *
   * @param deleted it is gone; its status is the one it had
   */
  record OfExecution(Execution execution, boolean deleted, Instant at) implements Event {
    public JobId job() {
      return execution.job();
    }

    @Override
    public String subject() {
      return job().text();
    }
  }

  /** Something has changed in the registry. */
  record OfFleet(FleetEvent what, Instant at) implements Event {
    @Override
    public String subject() {
      return what.subject();
    }
  }

  /** What a fact about a job is told as; most facts are not. */
  static Optional<JobOperation> operation(JobFact fact, Job after) {
    return switch (fact) {
      case JobFact.Completed _ -> Optional.of(JobOperation.COMPLETED);
      case JobFact.Canceled _ -> Optional.of(JobOperation.CANCELLATION_IN_PROGRESS);
      case JobFact.ChoreFinished _ ->
          after.status() == JobStatus.CANCELED && after.chores().isEmpty()
              ? Optional.of(JobOperation.CANCELED)
              : Optional.empty();
      case JobFact.DeletionBegun _ -> Optional.of(JobOperation.DELETION_IN_PROGRESS);
      case JobFact.Deleted _ -> Optional.of(JobOperation.DELETED);
      case JobFact.Opened _,
          JobFact.Closed _,
          JobFact.Ended _,
          JobFact.Changed _,
          JobFact.Associated _,
          JobFact.RecheckDue _,
          JobFact.Paused _,
          JobFact.Resumed _ ->
          Optional.empty();
    };
  }
}
