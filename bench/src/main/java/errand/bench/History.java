package errand.bench;

import errand.core.app.Tx;
import errand.core.execution.Deadlines;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Origin;
import errand.core.execution.Status;
import errand.core.execution.StatusDetails;
import errand.core.execution.Times;
import errand.core.fleet.ThingId;
import errand.core.job.Job;
import errand.core.job.JobStatus;
import errand.core.job.Life;
import errand.core.job.Plan;
import errand.core.job.Selection;
import errand.core.job.Target;
import errand.core.job.Terms;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import errand.core.rollout.Progress;
import errand.core.schedule.Schedule;
import errand.server.store.SqliteStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * What a fleet did before its server starts: many jobs that one thing carried out, and one job that
 * all things did.
 *
 * @param seed the fleet, written already
 * @param jobs how many jobs the first thing has carried out
 */
record History(Seed seed, int jobs) {
  /** The job that all things did. */
  static final String WIDE_JOB = "everywhere";

  private static final int BATCH = 1_000;
  private static final Instant LONG_AGO = Instant.parse("2026-02-01T00:00:00Z");
  private static final List<Status> ENDS =
      List.of(Status.SUCCEEDED, Status.SUCCEEDED, Status.FAILED, Status.TIMED_OUT);

  void write() {
    var ids = seed.ids(seed.things());
    try (var store = SqliteStore.open(seed.data())) {
      inBatches(store, jobs, (tx, number) -> carriedOut(tx, number, ids.getFirst()));
      var wide = new JobId(WIDE_JOB);
      Seed.change(store, tx -> tx.jobs().insert(job(wide, order(jobs)), "{}"));
      inBatches(
          store,
          seed.things(),
          (tx, number) -> ended(tx, wide, number, ids.get(number), order(jobs + 1 + number)));
    }
  }

  private interface Each {
    void on(Tx tx, int number);
  }

  private static void inBatches(SqliteStore store, int count, Each each) {
    for (var from = 0; from < count; from += BATCH) {
      var first = from;
      Seed.change(
          store,
          tx ->
              IntStream.range(first, Math.min(count, first + BATCH))
                  .forEach(number -> each.on(tx, number)));
    }
  }

  private static void carriedOut(Tx tx, int number, ThingId thing) {
    var id = new JobId("past-%06d".formatted(number));
    tx.jobs().insert(job(id, order(number)), "{}");
    ended(tx, id, 0, thing, order(number));
  }

  private static long order(int number) {
    return 1_770_000_000_000_000L + number;
  }

  private static Job job(JobId id, long order) {
    var target = new Target.OneThing(new ThingName(Seed.name(0)), new ThingId(new UUID(0, 0)));
    var plan =
        new Plan(
            Namespace.NONE,
            List.of(target),
            List.of(),
            Selection.SNAPSHOT,
            Schedule.NONE,
            Plan.Source.REQUEST);
    var terms =
        new Terms(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(),
            Optional.empty());
    return new Job(
        id,
        plan,
        terms,
        Life.begun(JobStatus.COMPLETED, LONG_AGO, order),
        Progress.NOT_BEGUN.finished(),
        List.of(),
        Optional.empty(),
        1);
  }

  private static void ended(Tx tx, JobId job, int number, ThingId thing, long order) {
    var end = ENDS.get(number % ENDS.size());
    tx.executions()
        .insert(
            new Execution(
                new ExecutionKey(thing, job, 1),
                new ThingName(Seed.name(number)),
                new Origin(Namespace.NONE, 0, LONG_AGO, order),
                end,
                StatusDetails.NONE,
                new Times(Optional.of(LONG_AGO), LONG_AGO.plusSeconds(1)),
                Deadlines.NONE,
                3,
                false));
    tx.counters().move(job, Optional.empty(), Optional.of(end));
  }
}
