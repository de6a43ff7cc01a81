package errand.core.app;

import errand.core.document.DocumentText;
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
  private final Handouts handouts;
  private final Optional<Installs> installs;

  /** Jobs whose documents name no files, and that bring nothing to things. */
  public DeviceJobs(Store store, Ids ids, InstantSource clock, Bell bell) {
    this(store, ids, clock, bell, new Handouts(Links.NOWHERE), Optional.empty());
  }

  public DeviceJobs(
      Store store, Ids ids, InstantSource clock, Bell bell, Handouts handouts, Installs installs) {
    this(store, ids, clock, bell, handouts, Optional.of(installs));
  }

  private DeviceJobs(
      Store store,
      Ids ids,
      InstantSource clock,
      Bell bell,
      Handouts handouts,
      Optional<Installs> installs) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.bell = bell;
    this.handouts = handouts;
    this.installs = installs;
  }

  /** A thing's queue, as it was then. */
  public record Queue(Pending pending, Instant now) {}

  /**
   * An execution shown to its device.
   *
   * @param document the document as JSON text for this hand-out, when it was asked for
   */
  public record Shown(Execution execution, Optional<String> document, Instant now) {
    Shown document(String handed) {
      return new Shown(execution, Optional.of(handed), now);
    }
  }

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
    Answer<ShownNext, Refusal> answer =
        store.glance(
            sight ->
                withThing(
                    sight,
                    thing,
                    found -> {
                      var next = queue(sight, found, namespace).next();
                      return new ShownNext(
                          next.map(each -> shown(sight, each, withDocument, now)), now);
                    }));
    return answer.then(this::handedNext);
  }

  /**
   * DescribeJobExecution: a pending execution; one that is over is refused (device-protocol 2.7).
   */
  public Answer<Shown, Refusal> describe(Which which, boolean withDocument) {
    return described(which, withDocument)
        .then(
            shown ->
                shown.execution().pending()
                    ? handed(shown)
                    : Answer.refused(new Refusal.AlreadyOver(shown.execution())));
  }

  /** The same, where one that is over is shown like any other: AWS's sources disagree. */
  public Answer<Shown, Refusal> describeEvenEnded(Which which, boolean withDocument) {
    return described(which, withDocument).then(this::handed);
  }

  private Answer<Shown, Refusal> described(Which which, boolean withDocument) {
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
    if (known.isPresent()) {
      return handedNext(known.get());
    }
    Answer<ShownNext, Refusal> answer =
        transact(
            (tx, ledger) -> {
              var sight = new TxSight(tx);
              return withThing(sight, thing, found -> queue(sight, found, namespace).next())
                  .then(next -> started(tx, ledger, next, start, now));
            },
            now);
    return answer.then(this::handedNext);
  }

  private Answer<ShownNext, Refusal> started(
      Tx tx, Ledger ledger, Optional<Execution> next, Command.Start start, Instant now) {
    // What cannot be handed out is not started either: it waits until somebody has seen to it.
    Optional<Refusal> broken = next.flatMap(each -> broken(tx, each));
    return broken.isPresent()
        ? Answer.refused(broken.get())
        : Answer.given(new ShownNext(next.map(each -> started(tx, ledger, each, start, now)), now));
  }

  private Optional<Refusal> broken(Tx tx, Execution next) {
    return next.status() == Status.QUEUED
        ? tx.jobs()
            .document(next.job())
            .filter(DocumentText::open)
            .flatMap(
                text -> handouts.document(tx, next, text).fold(_ -> Optional.empty(), Optional::of))
        : Optional.empty();
  }

  /** The document to be announced with an execution; none when it cannot be handed out now. */
  public Optional<String> announced(Execution execution) {
    return store.read(
        tx ->
            tx.jobs()
                .document(execution.job())
                .flatMap(
                    text ->
                        handouts
                            .document(tx, execution, text)
                            .fold(Optional::of, _ -> Optional.empty())));
  }

  private Answer<ShownNext, Refusal> handedNext(ShownNext next) {
    return next.execution().isEmpty()
        ? Answer.given(next)
        : handed(next.execution().get())
            .fold(
                shown -> Answer.given(new ShownNext(Optional.of(shown), next.now())),
                Answer::refused);
  }

  // A look of its own, which only documents with placeholders need.
  private Answer<Shown, Refusal> handed(Shown shown) {
    Optional<String> open = shown.document().filter(DocumentText::open);
    if (open.isEmpty()) {
      return Answer.given(shown);
    }
    Answer<String, Refusal> document =
        store.read(tx -> handouts.document(tx, shown.execution(), open.get()));
    return document.fold(text -> Answer.given(shown.document(text)), Answer::refused);
  }

  /**
   * UpdateJobExecution (device-protocol 2.8). The answer shows the state after it, with document.
   */
  public Answer<Shown, Refusal> update(Which which, Command.Report report, boolean withDocument) {
    Instant now = clock.instant();
    Answer<Shown, Refusal> answer =
        transact(
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
    return answer.then(this::handed);
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
              boolean noticed = ledger.close();
              boolean moved = installed(tx, ledger, now);
              return new Done<>(value, noticed || moved);
            });
    if (done.noticed()) {
      bell.notices();
    }
    return done.value();
  }

  // Behind the ledger, for what is installed may move the thing to other groups, which is another.
  private boolean installed(Tx tx, Ledger ledger, Instant now) {
    return installs.isPresent() && installs.get().succeeded(tx, ledger.succeeded(), now);
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
