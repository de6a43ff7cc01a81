package errand.core.app;

import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Executions;
import errand.core.execution.Fact;
import errand.core.execution.Notice;
import errand.core.execution.Origin;
import errand.core.execution.Pending;
import errand.core.execution.Status;
import errand.core.fleet.EventSettings;
import errand.core.fleet.EventType;
import errand.core.fleet.Tagged;
import errand.core.fleet.ThingId;
import errand.core.job.Event;
import errand.core.job.FailureType;
import errand.core.job.Job;
import errand.core.job.JobCommand;
import errand.core.job.JobFact;
import errand.core.job.JobRefusal;
import errand.core.job.JobVerdict;
import errand.core.job.Jobs;
import errand.core.job.Selection;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that changes executions goes through here, once per transaction: rows, counters, what
 * an end means for the job, and the notices owed for the difference the whole transaction made.
 */
final class Ledger {
  private final Tx tx;
  private final Ids ids;
  private final Instant now;
  private final Map<Queue, Change> queues = new LinkedHashMap<>();
  private final Map<JobId, Job> jobs = new LinkedHashMap<>();
  private final List<Execution> succeeded = new ArrayList<>();
  private Optional<EventSettings> settings = Optional.empty();

  Ledger(Tx tx, Ids ids, Instant now) {
    this.tx = tx;
    this.ids = ids;
    this.now = now;
  }

  private record Queue(ThingId thing, ThingName name, Namespace namespace) {}

  private record Change(Pending before, Pending after) {
    Change then(Execution changed) {
      return new Change(before, after.after(changed));
    }

    Change without(ExecutionKey key) {
      return new Change(before, after.without(key));
    }

    // The stored queue shows it already: what changed is that it was not shown before.
    Change appeared(Execution shown) {
      return new Change(before.without(shown.key()), after.after(shown));
    }

    Change disappeared(Execution hidden) {
      return new Change(before.after(hidden), after.without(hidden.key()));
    }
  }

  Job job(JobId id) {
    return jobs.computeIfAbsent(
        id,
        key ->
            tx.jobs()
                .find(key)
                .orElseThrow(() -> new IllegalStateException("execution without job " + key)));
  }

  /**
   * The job's timeout, for an execution that this transaction may start; a running one has its own.
   */
  Optional<Duration> timeout(Execution execution) {
    return execution.status() == Status.QUEUED
        ? job(execution.job()).terms().inProgressTimeout()
        : Optional.empty();
  }

  /** Saves a job changed by the caller. */
  Job save(Job changed) {
    long loaded = job(changed.id()).version();
    if (changed.version() != loaded && !tx.jobs().update(changed, loaded)) {
      throw new IllegalStateException("job " + changed.id() + " changed under its lock");
    }
    jobs.put(changed.id(), changed);
    return changed;
  }

  /** Judges a command on a job and saves what comes of it; the refusal when there is one. */
  Optional<JobRefusal> command(JobId id, JobCommand command) {
    Job job = job(id);
    return switch (Jobs.decide(job, tx.counters().of(id), command, now)) {
      case JobVerdict.Refused(var why) -> Optional.of(why);
      case JobVerdict.Accepted(var facts) -> {
        facts.forEach(fact -> happened(job(id), fact));
        yield Optional.empty();
      }
    };
  }

  private void happened(Job job, JobFact fact) {
    Job after = save(Jobs.evolve(job, fact));
    Event.operation(fact, after)
        .filter(operation -> settings().on(EventType.JOB))
        .ifPresent(
            operation ->
                tx.events()
                    .add(Event.OfJob.of(operation, after, tx.counters().of(after.id()), now)));
  }

  private void ended(Execution execution, boolean deleted) {
    if (settings().on(EventType.JOB_EXECUTION)) {
      tx.events().add(new Event.OfExecution(execution, deleted, now));
    }
  }

  private EventSettings settings() {
    EventSettings found = settings.orElseGet(() -> tx.account().events());
    settings = Optional.of(found);
    return found;
  }

  /** Forgets a job whose last execution is gone. */
  void delete(Job job) {
    tx.followers().forget(job.id());
    tx.tags().put(Tagged.job(job.id()), new TreeMap<>());
    tx.jobs().delete(job.id());
    jobs.remove(job.id());
  }

  /** Applies accepted facts to an execution and does what follows from them. */
  Execution apply(Execution before, List<Fact> facts) {
    Execution after = before;
    for (Fact fact : facts) {
      after = Executions.evolve(after, fact);
    }
    if (after.equals(before)) {
      return before;
    }
    boolean moves = after.status() != before.status();
    if (moves) {
      goes(before);
    }
    if (!tx.executions().update(after, before.status(), before.version())) {
      throw new IllegalStateException(before.key() + " changed under its lock");
    }
    if (moves) {
      moved(before, after);
    }
    return after;
  }

  /**
   * Places the next execution of a job on a thing.
   *
   * @param previous the newest one there is, over by now; the number goes on from it
   * @param attempt retries before it, since the rollout or a join placed the first
   */
  void place(Job job, ThingId thing, ThingName name, Optional<Execution> previous, int attempt) {
    var origin = new Origin(job.plan().namespace(), attempt, now, ids.nextOrder(now));
    long number = previous.map(each -> each.key().number() + 1).orElse(1L);
    Execution placed = Executions.queued(new ExecutionKey(thing, job.id(), number), name, origin);
    boolean seen = !job.hidden();
    if (seen) {
      touch(queueOf(placed));
    }
    tx.executions().insert(placed);
    if (seen) {
      queues.computeIfPresent(queueOf(placed), (queue, change) -> change.then(placed));
    }
    tx.counters().move(job.id(), Optional.empty(), Optional.of(Status.QUEUED));
    previous.ifPresent(
        each ->
            tx.counters().moveSuperseded(job.id(), Optional.empty(), Optional.of(each.status())));
  }

  /** Takes an execution away, whatever its status. */
  void delete(Execution execution) {
    if (execution.pending()) {
      goes(execution);
    }
    uncount(execution);
    if (!tx.history().delete(execution.key())) {
      throw new IllegalStateException(execution.key() + " vanished under its lock");
    }
    queues.computeIfPresent(queueOf(execution), (queue, change) -> change.without(execution.key()));
    ended(execution, true);
  }

  private void uncount(Execution execution) {
    JobId job = execution.job();
    tx.counters().move(job, Optional.of(execution.status()), Optional.empty());
    List<Execution> attempts = tx.executions().attempts(execution.key().thing(), job);
    boolean newest = attempts.getFirst().key().equals(execution.key());
    if (!newest) {
      tx.counters().moveSuperseded(job, Optional.of(execution.status()), Optional.empty());
    } else if (attempts.size() > 1) {
      tx.counters().moveSuperseded(job, Optional.of(attempts.get(1).status()), Optional.empty());
    }
  }

  /** A waiting execution can be seen and started again. */
  void show(Execution waiting) {
    touch(queueOf(waiting));
    queues.computeIfPresent(queueOf(waiting), (queue, change) -> change.appeared(waiting));
  }

  /** A waiting execution cannot be seen nor started for now. */
  void hide(Execution waiting) {
    touch(queueOf(waiting));
    queues.computeIfPresent(queueOf(waiting), (queue, change) -> change.disappeared(waiting));
  }

  /** True when things must not see this execution: it waits for a job that is not open. */
  boolean hidden(Execution execution) {
    return execution.status() == Status.QUEUED && job(execution.job()).hidden();
  }

  // What a closing window has not got round to hiding is still on the list its thing knows.
  private void goes(Execution pending) {
    if (!hidden(pending)) {
      touch(queueOf(pending));
    } else if (job(pending.job()).hiding()) {
      hide(pending);
    }
  }

  /** Sees whether the job must stop or is done, and saves what comes of it. */
  void settle(JobId id) {
    verdictOf(job(id)).ifPresent(fact -> happened(job(id), fact));
  }

  /** Executions that succeeded in this transaction. */
  List<Execution> succeeded() {
    return List.copyOf(succeeded);
  }

  /** Writes the notices owed; the last act of a transaction. True when there were any. */
  boolean close() {
    boolean any = false;
    for (var entry : queues.entrySet()) {
      Queue queue = entry.getKey();
      Change change = entry.getValue();
      Optional<Notice> notice =
          Notice.between(change.before(), change.after(), queue.name(), queue.namespace(), now);
      notice.ifPresent(tx.outbox()::add);
      any |= notice.isPresent();
    }
    return any;
  }

  private void moved(Execution before, Execution after) {
    queues.computeIfPresent(queueOf(after), (queue, change) -> change.then(after));
    tx.counters().move(after.job(), Optional.of(before.status()), Optional.of(after.status()));
    if (after.status() == Status.SUCCEEDED) {
      succeeded.add(after);
    }
    if (after.status().terminal()) {
      ended(after, false);
      settleAfter(after);
    }
  }

  // The order of control-plane 4.4: the end is written, the abort rules are asked, and only a job
  // that
  // goes on tries again, before it could be found complete.
  private void settleAfter(Execution execution) {
    Job job = job(execution.job());
    Optional<JobFact> fact = verdictOf(job);
    boolean stops = fact.filter(JobFact.Canceled.class::isInstance).isPresent();
    if (!stops && triesAgain(job, execution)) {
      place(
          job,
          execution.key().thing(),
          execution.thing(),
          Optional.of(execution),
          execution.origin().attempt() + 1);
    } else {
      fact.ifPresent(each -> happened(job, each));
    }
  }

  // A thing that has left the groups of a continuous job has no retries left (control-plane 4.4).
  private boolean triesAgain(Job job, Execution execution) {
    return Jobs.retries(job, execution, failure -> failedBefore(execution, failure))
        && (job.plan().selection() == Selection.SNAPSHOT
            || Targeting.targets(tx, job, execution.key().thing()));
  }

  // Attempts since the thing was last placed by the rollout or a join: a rejoin starts a new
  // budget.
  private long failedBefore(Execution execution, FailureType failure) {
    return tx.executions().attempts(execution.key().thing(), execution.job()).stream()
        .filter(each -> each.key().number() < execution.key().number())
        .limit(execution.origin().attempt())
        .filter(each -> failure.covers(each.status()))
        .count();
  }

  private Optional<JobFact> verdictOf(Job job) {
    return switch (Jobs.decide(job, tx.counters().of(job.id()), new JobCommand.Settle(), now)) {
      case JobVerdict.Accepted(var facts) -> facts.stream().findFirst();
      case JobVerdict.Refused(var status) ->
          throw new IllegalStateException("settling refused in " + status);
    };
  }

  // Before any row of the queue is written, so that the difference is that of the whole
  // transaction.
  private void touch(Queue queue) {
    queues.computeIfAbsent(
        queue,
        key -> {
          var stored = Pending.of(tx.executions().pending(key.thing(), key.namespace()));
          return new Change(stored, stored);
        });
  }

  private static Queue queueOf(Execution execution) {
    return new Queue(execution.key().thing(), execution.thing(), execution.origin().namespace());
  }
}
