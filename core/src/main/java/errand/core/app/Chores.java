package errand.core.app;

import errand.core.execution.Command;
import errand.core.execution.Execution;
import errand.core.execution.Executions;
import errand.core.execution.Status;
import errand.core.execution.Verdict;
import errand.core.job.Chore;
import errand.core.job.Job;
import errand.core.job.JobCommand;
import errand.core.name.JobId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;

/** Does a job's chores, one bounded batch a time. */
final class Chores {
  /** Executions in one batch, so that device requests are not held up. */
  static final int BATCH = Pulse.BATCH;

  private final Tx tx;
  private final Ledger ledger;
  private final Instant now;
  private final int limit;

  /**
   * @param limit executions in one batch, at least 1
   */
  Chores(Tx tx, Ledger ledger, Instant now, int limit) {
    this.limit = limit;
    this.tx = tx;
    this.ledger = ledger;
    this.now = now;
  }

  /** Does one batch of the first chore; false when the job itself is gone afterwards. */
  boolean batch(JobId id) {
    Job job = ledger.job(id);
    return switch (job.chores().getFirst()) {
      case Chore.CallOff(var running) -> callOff(job, running);
      case Chore.Show(var below) -> walk(job, below, ledger::show, Chore.Show::new);
      case Chore.Hide(var below) -> walk(job, below, ledger::hide, Chore.Hide::new);
      case Chore.Recheck(var below) -> walk(job, below, this::recheck, Chore.Recheck::new);
      case Chore.Delete() -> delete(job);
    };
  }

  private boolean callOff(Job job, boolean running) {
    List<Execution> batch = remaining(job, running);
    for (Execution each : batch) {
      var cancel = new Command.Cancel(running, Optional.empty(), OptionalLong.empty());
      switch (Executions.decide(each, cancel, Optional.empty(), now)) {
        case Verdict.Accepted(var facts) -> ledger.apply(each, facts);
        case Verdict.Refused(var why) ->
            throw new IllegalStateException("cannot call off " + each.key() + ": " + why);
      }
    }
    return batch.size() == limit || done(job);
  }

  private List<Execution> remaining(Job job, boolean running) {
    var batch = new ArrayList<>(of(job.id(), Status.QUEUED, Optional.empty(), limit));
    if (running && batch.size() < limit) {
      batch.addAll(of(job.id(), Status.IN_PROGRESS, Optional.empty(), limit - batch.size()));
    }
    return batch;
  }

  private boolean walk(
      Job job,
      Optional<Chore.Cursor> below,
      Consumer<Execution> deed,
      Function<Optional<Chore.Cursor>, Chore> rest) {
    Optional<ExecutionRows.Place> place =
        below.map(cursor -> new ExecutionRows.Place(cursor.order(), cursor.thing()));
    List<Execution> batch = of(job.id(), Status.QUEUED, place, limit);
    batch.forEach(deed);
    if (batch.size() < limit || disturbed(job)) {
      return done(job);
    }
    Execution last = batch.getLast();
    var cursor = new Chore.Cursor(last.origin().order(), last.key().thing());
    Job current = ledger.job(job.id());
    var chores = new ArrayList<>(current.chores());
    chores.set(0, rest.apply(Optional.of(cursor)));
    ledger.save(current.with(chores));
    return true;
  }

  private void recheck(Execution waiting) {
    if (!Targeting.targets(tx, ledger.job(waiting.job()), waiting.key().thing())) {
      new Joins(tx, ledger, now).remove(waiting);
    }
  }

  private boolean delete(Job job) {
    List<Execution> batch =
        tx.executions().list(job.id(), Optional.empty(), Optional.empty(), limit);
    batch.forEach(ledger::delete);
    if (batch.size() == limit) {
      return true;
    }
    ledger.command(job.id(), new JobCommand.ChoreDone());
    ledger.delete(ledger.job(job.id()));
    return false;
  }

  private boolean done(Job job) {
    if (!disturbed(job)) {
      ledger.command(job.id(), new JobCommand.ChoreDone());
    }
    ledger.settle(job.id());
    return true;
  }

  // What the batch ended may have stopped the job, which then has other chores than this one.
  private boolean disturbed(Job job) {
    return !ledger.job(job.id()).chores().equals(job.chores());
  }

  private List<Execution> of(
      JobId id, Status status, Optional<ExecutionRows.Place> below, int limit) {
    return tx.executions().list(id, Optional.of(status), below, limit);
  }
}
