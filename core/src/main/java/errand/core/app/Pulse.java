package errand.core.app;

import errand.core.execution.Command;
import errand.core.execution.Execution;
import errand.core.execution.Executions;
import errand.core.execution.Status;
import errand.core.execution.Verdict;
import errand.core.job.Job;
import errand.core.job.JobCommand;
import errand.core.job.JobStatus;
import errand.core.job.Jobs;
import errand.core.name.JobId;
import errand.core.rollout.Rate;
import errand.core.rollout.Rollouts;
import errand.core.rollout.Rollouts.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Time as a caller: takes what is due and does it, one bounded batch per transaction, so that
 * device requests are never held up. Called by one loop at a time; safe to be killed at any line.
 */
public final class Pulse {
  /** Executions placed or timed out in one transaction, so that it takes but a few milliseconds. */
  static final int BATCH = 50;

  /**
   * How long a job that cannot be moved is left alone, so that it does not hold up the others, and
   * how long one waits that is rolled out after others [choice].
   */
  private static final Duration PUT_OFF = Duration.ofMinutes(1);

  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final Bell bell;
  private final Duration kept;
  private final int concurrentMax;
  private final int batch;

  public Pulse(Store store, Ids ids, InstantSource clock, Bell bell, Quotas quotas) {
    this(store, ids, clock, bell, quotas, BATCH);
  }

  /**
   * @param batch executions in one transaction; few in tests, where a few things shall need several
   */
  Pulse(Store store, Ids ids, InstantSource clock, Bell bell, Quotas quotas, int batch) {
    this.kept = Duration.ofDays(quotas.most(Quota.JOB_KEPT_DAYS));
    this.concurrentMax = quotas.most(Quota.CONCURRENT_JOBS);
    this.batch = batch;
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.bell = bell;
  }

  /** Does one batch of everything due; true when there may be more to do at once. */
  public boolean beat() {
    boolean timers = timeOut();
    Optional<JobId> due = dueJob();
    due.ifPresent(this::move);
    return timers || due.isPresent();
  }

  /** Does one batch of timers that have run out; true when there was any. */
  public boolean timeOut() {
    Instant now = clock.instant();
    // A look waits for nobody, and mostly there is nothing.
    if (store.<List<Execution>>read(tx -> tx.executions().due(now, 1)).isEmpty()) {
      return false;
    }
    boolean any = store.transact(tx -> timeOut(tx, now));
    if (any) {
      bell.notices();
    }
    return any;
  }

  /** The job that has been due for longest. */
  public Optional<JobId> dueJob() {
    Instant now = clock.instant();
    return store.read(tx -> tx.jobs().due(now, 1).stream().map(Job::id).findFirst());
  }

  /** Does one batch of a due job's work; nothing when another has done it meanwhile. */
  public void move(JobId id) {
    Instant now = clock.instant();
    store.transact(
        tx -> {
          move(tx, id, now);
          return id;
        });
    bell.notices();
  }

  /** Leaves a job alone for a minute, because moving it failed: others must not wait behind it. */
  public void putOff(JobId id) {
    Instant later = clock.instant().plus(PUT_OFF);
    store.transact(
        tx -> {
          tx.jobs()
              .find(id)
              .ifPresent(job -> tx.jobs().update(job.due(Optional.of(later)), job.version()));
          return id;
        });
  }

  private boolean timeOut(Tx tx, Instant now) {
    List<Execution> due = tx.executions().due(now, batch);
    var ledger = new Ledger(tx, ids, now);
    for (Execution each : due) {
      switch (Executions.decide(each, new Command.TimeOut(), Optional.empty(), now)) {
        case Verdict.Accepted(var facts) -> ledger.apply(each, facts);
        case Verdict.Refused(var why) ->
            throw new IllegalStateException("timer on " + each.key() + " refused: " + why);
      }
    }
    ledger.close();
    return !due.isEmpty();
  }

  // Another may have moved the job since it was found due.
  private void move(Tx tx, JobId id, Instant now) {
    boolean still =
        tx.jobs().find(id).flatMap(Job::due).filter(at -> !now.isBefore(at)).isPresent();
    if (still) {
      var ledger = new Ledger(tx, ids, now);
      move(tx, ledger, id, now);
      ledger.close();
    }
  }

  private void move(Tx tx, Ledger ledger, JobId id, Instant now) {
    // Only a job that opens is refused for want of room (control-plane 3.6).
    boolean room = !ledger.job(id).hidden() || room(tx, Long.MAX_VALUE);
    ledger.command(id, new JobCommand.Tick(kept, room));
    Optional<Instant> rolloutDue = Optional.empty();
    if (!ledger.job(id).chores().isEmpty()) {
      if (!new Chores(tx, ledger, now, batch).batch(id)) {
        return;
      }
    } else if (ledger.job(id).rollingOut() && !ledger.job(id).life().flags().paused()) {
      rolloutDue = rollOut(tx, ledger, ledger.job(id), now);
    } else if (ledger.job(id).status() == JobStatus.IN_PROGRESS) {
      ledger.settle(id);
    }
    Job job = ledger.job(id);
    ledger.save(job.due(Jobs.due(job, resumable(job, rolloutDue, now), kept, now)));
  }

  // After a chore the rollout, if there is one left, goes on with the next beat.
  private static Optional<Instant> resumable(Job job, Optional<Instant> rolloutDue, Instant now) {
    boolean waits = job.rollingOut() && !job.life().flags().paused();
    return waits && rolloutDue.isEmpty() ? Optional.of(now) : rolloutDue;
  }

  private boolean room(Tx tx, long belowOrder) {
    return tx.totals().concurrentJobs(belowOrder, concurrentMax) < concurrentMax;
  }

  private Optional<Instant> rollOut(Tx tx, Ledger ledger, Job job, Instant now) {
    if (!room(tx, job.life().order())) {
      return Optional.of(now.plus(PUT_OFF));
    }
    Rate rate = job.terms().rate().orElse(Rate.DEFAULT);
    long succeeded = tx.counters().of(job.id()).of(Status.SUCCEEDED);
    return switch (Rollouts.next(rate, job.progress(), succeeded, now)) {
      case Step.Wait(var until) -> Optional.of(until);
      case Step.Place place -> {
        place(tx, ledger, job, place);
        yield ledger.job(job.id()).rollingOut() ? Optional.of(now) : Optional.empty();
      }
    };
  }

  private void place(Tx tx, Ledger ledger, Job job, Step.Place place) {
    int most = Math.min(place.atMost(), batch);
    Walk.Found found = Walk.step(tx, job, most, 2 * batch);
    for (Walk.Candidate each : found.candidates()) {
      ledger.place(job, each.id(), each.name(), each.previous(), 0);
    }
    int count = found.candidates().size();
    ledger.save(ledger.job(job.id()).with(found.progress().placed(place.minute(), count)));
    if (found.progress().done()) {
      ledger.settle(job.id());
    }
  }
}
