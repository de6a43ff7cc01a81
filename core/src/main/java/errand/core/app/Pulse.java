package errand.core.app;

import errand.core.execution.Command;
import errand.core.execution.Execution;
import errand.core.execution.Executions;
import errand.core.execution.Status;
import errand.core.execution.Verdict;
import errand.core.job.Job;
import errand.core.rollout.Rate;
import errand.core.rollout.Rollouts;
import errand.core.rollout.Rollouts.Step;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Time as a caller: takes what is due and does it, one bounded batch per transaction, so that
 * device requests are never held up. Called by one loop at a time; safe to be killed at any line.
 */
public final class Pulse {
  /** Executions placed or timed out in one transaction. */
  static final int BATCH = 200;

  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final Bell bell;

  public Pulse(Store store, Ids ids, InstantSource clock, Bell bell) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.bell = bell;
  }

  /** Does one batch of everything due; true when there may be more to do at once. */
  public boolean beat() {
    Instant now = clock.instant();
    boolean timers = store.transact(tx -> timeOut(tx, now));
    boolean jobs = store.transact(tx -> moveOneJob(tx, now));
    if (timers || jobs) {
      bell.notices();
    }
    return timers || jobs;
  }

  private boolean timeOut(Tx tx, Instant now) {
    List<Execution> due = tx.executions().due(now, BATCH);
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

  private boolean moveOneJob(Tx tx, Instant now) {
    Optional<Job> due = tx.jobs().due(now, 1).stream().findFirst();
    due.ifPresent(
        job -> {
          var ledger = new Ledger(tx, ids, now);
          move(tx, ledger, ledger.job(job.id()), now);
          ledger.close();
        });
    return due.isPresent();
  }

  private void move(Tx tx, Ledger ledger, Job job, Instant now) {
    switch (job.status()) {
      case IN_PROGRESS -> rollOut(tx, ledger, job, now);
      case CANCELED -> Sweep.batch(tx, ledger, job, now);
      case SCHEDULED, COMPLETED, DELETION_IN_PROGRESS -> ledger.save(job.due(Optional.empty()));
    }
  }

  private void rollOut(Tx tx, Ledger ledger, Job job, Instant now) {
    if (job.progress().done()) {
      ledger.save(job.due(Optional.empty()));
      return;
    }
    Rate rate = job.terms().rate().orElse(Rate.DEFAULT);
    long succeeded = tx.jobs().counts(job.id()).of(Status.SUCCEEDED);
    switch (Rollouts.next(rate, job.progress(), succeeded, now)) {
      case Step.Wait(var until) -> ledger.save(job.due(Optional.of(until)));
      case Step.Place place -> place(tx, ledger, job, place, now);
    }
  }

  private void place(Tx tx, Ledger ledger, Job job, Step.Place place, Instant now) {
    int most = Math.min(place.atMost(), BATCH);
    Walk.Found found = Walk.step(tx, job, most, 2 * BATCH);
    for (Walk.Candidate each : found.candidates()) {
      ledger.place(job, each.id(), each.name(), 1, 0);
    }
    var progress = found.progress().placed(place.minute(), found.candidates().size());
    Optional<Instant> due = progress.done() ? Optional.empty() : Optional.of(now);
    ledger.save(job.with(progress, due));
    if (progress.done()) {
      ledger.settle(ledger.job(job.id()));
    }
  }
}
