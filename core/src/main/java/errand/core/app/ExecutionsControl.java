package errand.core.app;

import errand.core.execution.Command;
import errand.core.execution.Execution;
import errand.core.execution.Executions;
import errand.core.execution.Refusal;
import errand.core.execution.Status;
import errand.core.execution.Verdict;
import errand.core.job.Waiting;
import errand.core.name.JobId;
import errand.core.name.ThingName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;

/** What an operator may ask of executions. Each call is one transaction. Threads: any. */
public final class ExecutionsControl {
  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final Bell bell;

  public ExecutionsControl(Store store, Ids ids, InstantSource clock, Bell bell) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.bell = bell;
  }

  /** Executions of a job, newest first. */
  public Answer<Page<Execution>, ControlRefusal> ofJob(
      JobId id, Optional<Status> status, Optional<ExecutionRows.Place> below, int limit) {
    return store.read(
        tx ->
            JobsControl.withJob(
                tx,
                id,
                job ->
                    Answer.given(
                        Page.of(tx.executions().list(id, status, below, limit + 1), limit))));
  }

  /** Executions of a thing, newest first. */
  public Answer<Page<Execution>, ControlRefusal> ofThing(
      ThingName name, HistoryRows.Filter filter, Optional<Long> belowOrder, int limit) {
    return store.read(
        tx ->
            Find.thing(
                tx,
                name,
                thing ->
                    Answer.given(
                        Page.of(
                            tx.history().list(thing.id(), filter, belowOrder, limit + 1), limit))));
  }

  /**
   * An execution, as it was then.
   *
   * @param waiting why it has not been started, when it waits
   */
  public record Seen(Execution execution, Optional<Waiting> waiting, Instant now) {}

  /** DescribeJobExecution for operators: in any state. */
  public Answer<Seen, ControlRefusal> describe(ThingName name, JobId id, OptionalLong number) {
    Instant now = clock.instant();
    return store.read(
        tx ->
            find(tx, name, id, number)
                .map(
                    found ->
                        Answer.<Seen, ControlRefusal>given(
                            new Seen(found, Explanations.of(tx, found, now), now)))
                .orElseGet(() -> none(name, id)));
  }

  /** CancelJobExecution: a waiting one; a running one when forced. */
  public Answer<Execution, ControlRefusal> cancel(ThingName name, JobId id, Command.Cancel cancel) {
    return change(
        name,
        id,
        OptionalLong.empty(),
        (ledger, execution, now) ->
            switch (Executions.decide(execution, cancel, Optional.empty(), now)) {
              case Verdict.Accepted(var facts) -> Answer.given(ledger.apply(execution, facts));
              case Verdict.Refused(var why) -> Answer.refused(refused(why));
            });
  }

  /** DeleteJobExecution: one that waits or is over; a running one when forced. */
  public Answer<Execution, ControlRefusal> delete(
      ThingName name, JobId id, long number, boolean force) {
    return change(
        name,
        id,
        OptionalLong.of(number),
        (ledger, execution, now) -> {
          if (execution.status() == Status.IN_PROGRESS && !force) {
            return Answer.refused(
                new ControlRefusal(
                    ControlRefusal.Why.WRONG_STATE,
                    "Job execution is IN_PROGRESS and can only be deleted with force."));
          }
          ledger.delete(execution);
          ledger.settle(execution.job());
          return Answer.given(execution);
        });
  }

  /** A change of one execution within its transaction. */
  private interface Change {
    Answer<Execution, ControlRefusal> on(Ledger ledger, Execution execution, Instant now);
  }

  private Answer<Execution, ControlRefusal> change(
      ThingName name, JobId id, OptionalLong number, Change change) {
    Instant now = clock.instant();
    Answer<Execution, ControlRefusal> answer =
        store.transact(
            tx -> {
              Optional<Execution> found = find(tx, name, id, number);
              if (found.isEmpty()) {
                return none(name, id);
              }
              var ledger = new Ledger(tx, ids, now);
              Answer<Execution, ControlRefusal> done = change.on(ledger, found.get(), now);
              ledger.close();
              return done;
            });
    bell.notices();
    bell.due();
    return answer;
  }

  private static Optional<Execution> find(Tx tx, ThingName name, JobId id, OptionalLong number) {
    return tx.things()
        .find(name)
        .flatMap(thing -> DeviceJobs.find(new TxSight(tx), thing, id, number));
  }

  private static <T> Answer<T, ControlRefusal> none(ThingName name, JobId id) {
    return ControlRefusal.notFound(
        "Job execution of job " + id + " on thing " + name + " not found.");
  }

  private static ControlRefusal refused(Refusal why) {
    return switch (why) {
      case Refusal.WrongState(var current, var wanted) ->
          new ControlRefusal(
              ControlRefusal.Why.WRONG_STATE,
              "Job execution status cannot change from "
                  + current.status()
                  + " to "
                  + wanted
                  + (current.status() == Status.IN_PROGRESS ? " without force." : "."));
      case Refusal.StaleVersion(var current, var expected) ->
          new ControlRefusal(
              ControlRefusal.Why.VERSION_CONFLICT,
              "Expected version " + expected + " but found version " + current.version() + ".");
      case Refusal.AlreadyOver _, Refusal.NoExecution _, Refusal.NoDocument _, Refusal.NoThing _ ->
          throw new IllegalStateException("no answer to a cancel: " + why);
    };
  }
}
