package errand.core.app;

import errand.core.execution.Command;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Executions;
import errand.core.execution.Pending;
import errand.core.execution.Refusal;
import errand.core.execution.Status;
import errand.core.execution.Verdict;
import errand.core.fleet.Thing;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What a device may ask of its jobs. Each call blocks for one transaction at most. Threads: any.
 */
public final class DeviceJobs {
  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final Bell bell;

  public DeviceJobs(Store store, Ids ids, InstantSource clock, Bell bell) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.bell = bell;
  }

  /** A thing's queue, as it was then. */
  public record Queue(Pending pending, Instant now) {}

  /**
   * An execution shown to its device.
   *
   * @param document the job's document as JSON text, when it was asked for
   */
  public record Shown(Execution execution, Optional<String> document, Instant now) {}

  /** The next execution shown to its device; absent when nothing is pending. */
  public record ShownNext(Optional<Shown> execution, Instant now) {}

  /**
   * Which execution a device means.
   *
   * @param number absent means the latest
   */
  public record Which(ThingName thing, Namespace namespace, JobId job, OptionalLong number) {}

  /** GetPendingJobExecutions: the queue of a registered thing (device-protocol 2.5). */
  public Answer<Queue, Refusal> pending(ThingName thing, Namespace namespace) {
    Instant now = clock.instant();
    return store.glance(
        sight -> withThing(sight, thing, found -> new Queue(queue(sight, found, namespace), now)));
  }

  /** DescribeJobExecution of {@code $next} (device-protocol 2.7). */
  public Answer<ShownNext, Refusal> describeNext(
      ThingName thing, Namespace namespace, boolean withDocument) {
    Instant now = clock.instant();
    return store.glance(
        sight ->
            withThing(
                sight,
                thing,
                found -> {
                  var next = queue(sight, found, namespace).next();
                  return new ShownNext(
                      next.map(each -> shown(sight, each, withDocument, now)), now);
                }));
  }

  /**
   * DescribeJobExecution: a pending execution; one that is over is refused (device-protocol 2.7).
   */
  public Answer<Shown, Refusal> describe(Which which, boolean withDocument) {
    return describeEvenEnded(which, withDocument)
        .then(
            shown ->
                shown.execution().pending()
                    ? Answer.given(shown)
                    : Answer.refused(new Refusal.AlreadyOver(shown.execution())));
  }

  /** The same, where one that is over is shown like any other: AWS's sources disagree. */
  public Answer<Shown, Refusal> describeEvenEnded(Which which, boolean withDocument) {
    Instant now = clock.instant();
    return store.glance(
        sight ->
            withExecution(
                sight,
                which,
                execution -> Answer.given(shown(sight, execution, withDocument, now))));
  }

  /**
   * StartNextPendingJobExecution: takes up the next execution, or gives the running one again
   * (device-protocol 2.6).
   */
  public Answer<ShownNext, Refusal> startNext(
      ThingName thing, Namespace namespace, Command.Start start) {
    Instant now = clock.instant();
    Optional<ShownNext> known = store.glance(sight -> known(sight, thing, namespace, start, now));
    return known.isPresent()
        ? Answer.given(known.get())
        : transact(
            (tx, ledger) ->
                withThing(
                    new TxSight(tx),
                    thing,
                    found -> {
                      var next = queue(new TxSight(tx), found, namespace).next();
                      return new ShownNext(
                          next.map(each -> started(tx, ledger, each, start, now)), now);
                    }),
            now);
  }

  /**
   * UpdateJobExecution (device-protocol 2.8). The answer shows the state after it, with document.
   */
  public Answer<Shown, Refusal> update(Which which, Command.Report report, boolean withDocument) {
    Instant now = clock.instant();
    return transact(
        (tx, ledger) ->
            withExecution(
                new TxSight(tx),
                which,
                execution -> {
                  // Outside its window what waits cannot be started (control-plane 5).
                  if (ledger.hidden(execution)) {
                    return Answer.refused(
                        new Refusal.WrongState(execution, report.status().name()));
                  }
                  var timeout = ledger.timeout(execution);
                  return switch (Executions.decide(execution, report, timeout, now)) {
                    case Verdict.Refused(var why) -> Answer.refused(why);
                    case Verdict.Accepted(var facts) ->
                        Answer.given(
                            shown(
                                new TxSight(tx),
                                ledger.apply(execution, facts),
                                withDocument,
                                now));
                  };
                }),
        now);
  }

  // Most devices that ask have nothing to start, or are told again of what they run: a look spares
  // them the queue of writers. Empty when there may be something to change.
  private static Optional<ShownNext> known(
      Sight sight, ThingName thing, Namespace namespace, Command.Start start, Instant now) {
    return sight
        .thing(thing)
        .flatMap(found -> known(sight, queue(sight, found, namespace).next(), start, now));
  }

  private static Optional<ShownNext> known(
      Sight sight, Optional<Execution> next, Command.Start start, Instant now) {
    boolean changes = next.filter(each -> changes(each, start, now)).isPresent();
    return changes
        ? Optional.empty()
        : Optional.of(new ShownNext(next.map(each -> shown(sight, each, true, now)), now));
  }

  private static boolean changes(Execution next, Command.Start start, Instant now) {
    return next.status() == Status.QUEUED
        || !Executions.decide(next, start, Optional.empty(), now)
            .equals(new Verdict.Accepted(List.of()));
  }

  private <T> T transact(BiFunction<Tx, Ledger, T> work, Instant now) {
    record Done<T>(T value, boolean noticed) {}
    Done<T> done =
        store.transact(
            tx -> {
              var ledger = new Ledger(tx, ids, now);
              T value = work.apply(tx, ledger);
              return new Done<>(value, ledger.close());
            });
    if (done.noticed()) {
      bell.notices();
    }
    return done.value();
  }

  private static Shown started(
      Tx tx, Ledger ledger, Execution next, Command.Start start, Instant now) {
    Optional<Duration> timeout = ledger.timeout(next);
    return switch (Executions.decide(next, start, timeout, now)) {
      case Verdict.Accepted(var facts) ->
          shown(new TxSight(tx), ledger.apply(next, facts), true, now);
      case Verdict.Refused(var why) ->
          throw new IllegalStateException("the next execution cannot start: " + why);
    };
  }

  private static <T> Answer<T, Refusal> withThing(
      Sight sight, ThingName name, Function<Thing, T> look) {
    return sight
        .thing(name)
        .map(found -> Answer.<T, Refusal>given(look.apply(found)))
        .orElseGet(() -> Answer.refused(new Refusal.NoThing(name)));
  }

  private static <T> Answer<T, Refusal> withExecution(
      Sight sight, Which which, Function<Execution, Answer<T, Refusal>> then) {
    return sight
        .thing(which.thing())
        .flatMap(thing -> find(sight, thing, which.job(), which.number()))
        .filter(each -> each.origin().namespace().equals(which.namespace()))
        .map(then)
        .orElseGet(() -> Answer.refused(new Refusal.NoExecution(which.thing(), which.job())));
  }

  /**
   * One execution of a job on a thing, the latest without a number; any number may be asked for.
   */
  static Optional<Execution> find(Sight sight, Thing thing, JobId job, OptionalLong number) {
    if (number.isEmpty()) {
      return sight.latest(thing.id(), job);
    }
    long asked = number.getAsLong();
    return asked < 1 ? Optional.empty() : sight.execution(new ExecutionKey(thing.id(), job, asked));
  }

  private static Pending queue(Sight sight, Thing thing, Namespace namespace) {
    return Pending.of(sight.pending(thing.id(), namespace));
  }

  private static Shown shown(Sight sight, Execution execution, boolean withDocument, Instant now) {
    return new Shown(
        execution, withDocument ? sight.document(execution.job()) : Optional.empty(), now);
  }
}
