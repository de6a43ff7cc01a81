package errand.core.app;

import errand.core.app.JobsControl.Described;
import errand.core.execution.Execution;
import errand.core.execution.Status;
import errand.core.execution.StatusDetails;
import errand.core.job.Counts;
import errand.core.job.Job;
import errand.core.job.Waiting;
import errand.core.name.JobId;
import errand.core.name.ThingName;
import errand.core.rollout.Forecast;
import errand.core.rollout.Rate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people who watch rollouts ask for, added up here, so that a job for a hundred thousand
 * things is as quick to look at as one for ten. Changes nothing. Threads: any.
 */
public final class Overview {
  /** Of each kind of failure, the newest so many are grouped. */
  static final int FAILURES_READ_MAX = 2_000;

  /** Groups of failures told, the greatest first. */
  static final int GROUPS_MAX = 50;

  /** Things named for each group. */
  static final int NAMES_MAX = 10;

  /** Members that are counted ahead for the plan of a rollout under way. */
  private static final int AHEAD_MAX = 20_000;

  private static final int STEP = 1_000;

  private static final List<Status> FAILURES =
      List.of(Status.FAILED, Status.TIMED_OUT, Status.REJECTED);

  private final Store store;
  private final InstantSource clock;

  public Overview(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Failures that look alike.
   *
   * @param things the newest {@link #NAMES_MAX} at most
   */
  public record FailureGroup(
      Status status, StatusDetails details, long count, List<ThingName> things) {
    public FailureGroup {
      things = List.copyOf(things);
    }
  }

  /**
   * Groups of failures, the greatest first.
   *
   * @param complete false when there are more failures or groups than are read
   */
  public record Failures(List<FailureGroup> groups, boolean complete) {
    public Failures {
      groups = List.copyOf(groups);
    }
  }

  /** Jobs with their counters, newest first. */
  public Page<Described> jobs(JobRows.Filter filter, Optional<Long> belowOrder, int limit) {
    Instant now = clock.instant();
    return store.read(
        tx -> {
          Page<Job> page = Page.of(tx.jobs().list(filter, belowOrder, limit + 1), limit);
          return new Page<>(
              page.items().stream().map(job -> described(tx, job, now)).toList(), page.more());
        });
  }

  private static Described described(Tx tx, Job job, Instant now) {
    Counts counts = tx.counters().of(job.id());
    return new Described(job, counts, Waiting.of(job, counts, now), now);
  }

  /** How a job came to where it stands. Reads every execution of it. */
  public Answer<Course, ControlRefusal> course(JobId id) {
    Instant now = clock.instant();
    Answer<Job, ControlRefusal> found =
        store.read(tx -> JobsControl.withJob(tx, id, Answer::given));
    return found.fold(job -> Answer.given(course(job, now)), Answer::refused);
  }

  private Course course(Job job, Instant now) {
    Instant from = job.life().createdAt();
    Instant end = job.life().completedAt().orElse(now);
    Instant until = end.isBefore(from) ? from : end;
    Duration slot = Course.slot(Duration.between(from, until));
    List<CounterRows.Step> steps = store.read(tx -> tx.counters().steps(job.id(), from, slot));
    return Course.of(from, slot, until, steps, plan(job, from));
  }

  private Optional<Forecast> plan(Job job, Instant from) {
    Rate rate = job.terms().rate().orElse(Rate.DEFAULT);
    long notified = job.progress().notified();
    return ahead(job).map(more -> Forecast.of(rate, job.plan().schedule(), notified + more, from));
  }

  // A look for each step, as in a dry run; things that two targets reach count twice here.
  private Optional<Long> ahead(Job job) {
    long ahead = 0;
    Job walked = job;
    while (walked.rollingOut() && ahead < AHEAD_MAX) {
      Job here = walked;
      Walk.Found found = store.read(tx -> Walk.step(tx, here, STEP, STEP));
      ahead += found.candidates().size();
      walked = walked.with(found.progress());
    }
    return walked.rollingOut() ? Optional.empty() : Optional.of(ahead);
  }

  /** What went wrong, grouped by status and details. */
  public Answer<Failures, ControlRefusal> failures(JobId id) {
    return store.read(tx -> JobsControl.withJob(tx, id, job -> Answer.given(failures(tx, id))));
  }

  private static Failures failures(Tx tx, JobId id) {
    var groups = new LinkedHashMap<Look, List<ThingName>>();
    boolean complete = true;
    for (Status status : FAILURES) {
      List<Execution> newest =
          tx.executions().list(id, Optional.of(status), Optional.empty(), FAILURES_READ_MAX);
      complete &= newest.size() < FAILURES_READ_MAX;
      for (Execution each : newest) {
        groups
            .computeIfAbsent(new Look(status, each.details()), _ -> new ArrayList<>())
            .add(each.thing());
      }
    }
    List<FailureGroup> greatest =
        groups.entrySet().stream()
            .map(Overview::group)
            .sorted(Comparator.comparingLong(FailureGroup::count).reversed())
            .limit(GROUPS_MAX)
            .toList();
    return new Failures(greatest, complete && groups.size() <= GROUPS_MAX);
  }

  private static FailureGroup group(Map.Entry<Look, List<ThingName>> alike) {
    List<ThingName> things = alike.getValue();
    return new FailureGroup(
        alike.getKey().status(),
        alike.getKey().details(),
        things.size(),
        things.subList(0, Math.min(NAMES_MAX, things.size())));
  }

  /** What makes failures alike. */
  private record Look(Status status, StatusDetails details) {}
}
