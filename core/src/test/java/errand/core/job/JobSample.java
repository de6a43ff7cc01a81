package errand.core.job;

import errand.core.execution.Status;
import errand.core.fleet.ThingId;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import errand.core.rollout.Progress;
import errand.core.schedule.Schedule;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Jobs for tests: "fw" on one thing, created at {@link #T0}, in progress. */
final class JobSample {
  static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

  private JobSample() {}

  static Job job() {
    return job(JobStatus.IN_PROGRESS, Selection.SNAPSHOT, Terms.NONE);
  }

  static Job job(Terms terms) {
    return job(JobStatus.IN_PROGRESS, Selection.SNAPSHOT, terms);
  }

  static Job job(JobStatus status) {
    return job(status, Selection.SNAPSHOT, Terms.NONE);
  }

  static Job job(JobStatus status, Selection selection, Terms terms) {
    var target = new Target.OneThing(new ThingName("pump"), new ThingId(new UUID(0, 1)));
    return new Job(
        new JobId("fw"),
        new Plan(
            Namespace.NONE,
            List.of(target),
            List.of(),
            selection,
            Schedule.NONE,
            Plan.Source.REQUEST),
        terms,
        Life.begun(status, T0, 5),
        Progress.NOT_BEGUN,
        List.of(),
        Optional.of(T0),
        1);
  }

  /** The job with its rollout done. */
  static Job rolledOut(Job job) {
    return job.with(job.progress().finished()).due(Optional.empty());
  }

  static Terms aborting(AbortRule... rules) {
    return TermsSample.terms().abort(rules).get();
  }

  static Terms retrying(RetryRule... rules) {
    return TermsSample.terms().retry(rules).get();
  }

  /** Counts of one status. */
  static Counts counts(Status status, long count) {
    return new Counts(Map.of(status, count));
  }

  /** The counts with some more of a status. */
  static Counts plus(Counts counts, Status status, long more) {
    var sum = new EnumMap<Status, Long>(Status.class);
    sum.putAll(counts.byStatus());
    sum.merge(status, more, Long::sum);
    return new Counts(sum);
  }
}
