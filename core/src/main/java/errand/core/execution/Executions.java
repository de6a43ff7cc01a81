package errand.core.execution;

import errand.core.execution.Command.Cancel;
import errand.core.execution.Command.Remove;
import errand.core.execution.Command.Report;
import errand.core.execution.Command.Start;
import errand.core.execution.Command.TimeOut;
import errand.core.execution.Fact.Ended;
import errand.core.execution.Fact.Progressed;
import errand.core.execution.Fact.Started;
import errand.core.execution.Fact.TimerSet;
import errand.core.execution.Verdict.Accepted;
import errand.core.execution.Verdict.Refused;
import errand.core.name.ThingName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What may happen to an execution, and what it is afterwards. {@code docs/states/execution.mmd}
 * draws it and is compared with this code by a test.
 */
public final class Executions {
  private Executions() {}

  /** A new execution, waiting for its thing. */
  public static Execution queued(ExecutionKey key, ThingName thing, Origin origin) {
    return new Execution(
        key,
        thing,
        origin,
        Status.QUEUED,
        StatusDetails.NONE,
        new Times(Optional.empty(), origin.queuedAt()),
        Deadlines.NONE,
        1,
        false);
  }

  /**
   * Judges a command; changes nothing.
   *
   * @param timeout the job's in-progress timeout at this moment, used if this command starts the
   *     execution
   */
  public static Verdict decide(
      Execution execution, Command command, Optional<Duration> timeout, Instant now) {
    return switch (command) {
      case Start start -> start(execution, start, timeout, now);
      case Report report -> report(execution, report, timeout, now);
      case TimeOut() -> timeOut(execution, now);
      case Cancel cancel -> cancel(execution, cancel, now);
      case Remove() -> remove(execution, now);
    };
  }

  /** The execution after a fact. */
  public static Execution evolve(Execution before, Fact fact) {
    return switch (fact) {
      case Started(var details, var deadlines, var at) ->
          running(before, details, before.times().reported(at), deadlines);
      case Progressed(var details, var deadlines, var at) ->
          running(before, details, before.times().reported(at), deadlines);
      case TimerSet(var deadlines) -> with(before, deadlines);
      case Ended ended -> ended(before, ended);
    };
  }

  private static Verdict start(
      Execution execution, Start start, Optional<Duration> timeout, Instant now) {
    return switch (execution.status()) {
      case QUEUED -> accepted(begun(start.details(), start.timer(), timeout, now));
      case IN_PROGRESS -> timerOnly(execution, start.timer(), now);
      default -> wrongState(execution, Status.IN_PROGRESS);
    };
  }

  // Asking again for what runs already keeps its details and version (device-protocol 2.6).
  private static Verdict timerOnly(Execution execution, StepTimer timer, Instant now) {
    Deadlines deadlines = execution.deadlines().with(timer, now);
    return deadlines.equals(execution.deadlines())
        ? new Accepted(List.of())
        : accepted(new TimerSet(deadlines));
  }

  private static Verdict report(
      Execution execution, Report report, Optional<Duration> timeout, Instant now) {
    // The state first: a client with a fixed version must not loop on a finished run (2.8).
    if (execution.status().terminal()) {
      return wrongState(execution, report.status());
    }
    if (stale(execution, report.expectedVersion())) {
      return staleVersion(execution, report.expectedVersion());
    }
    if (report.status() != Status.IN_PROGRESS) {
      return accepted(new Ended(report.status(), report.details(), false, now));
    }
    return accepted(
        execution.status() == Status.QUEUED
            ? begun(report.details(), report.timer(), timeout, now)
            : new Progressed(
                report.details(), execution.deadlines().with(report.timer(), now), now));
  }

  private static Started begun(
      Optional<StatusDetails> details, StepTimer timer, Optional<Duration> timeout, Instant now) {
    Deadlines deadlines = new Deadlines(timeout.map(now::plus), Optional.empty());
    return new Started(details, deadlines.with(timer, now), now);
  }

  private static Verdict timeOut(Execution execution, Instant now) {
    boolean due = execution.deadlines().due().filter(at -> !now.isBefore(at)).isPresent();
    return due
        ? accepted(new Ended(Status.TIMED_OUT, Optional.empty(), false, now))
        : new Accepted(List.of());
  }

  private static Verdict cancel(Execution execution, Cancel cancel, Instant now) {
    boolean running = execution.status() == Status.IN_PROGRESS;
    if (execution.status().terminal() || (running && !cancel.force())) {
      return wrongState(execution, Status.CANCELED);
    }
    if (stale(execution, cancel.expectedVersion())) {
      return staleVersion(execution, cancel.expectedVersion());
    }
    return accepted(new Ended(Status.CANCELED, cancel.details(), cancel.force(), now));
  }

  private static Verdict remove(Execution execution, Instant now) {
    return execution.status().terminal()
        ? wrongState(execution, Status.REMOVED)
        : accepted(new Ended(Status.REMOVED, Optional.empty(), false, now));
  }

  private static boolean stale(Execution execution, OptionalLong expected) {
    return expected.isPresent() && expected.getAsLong() != execution.version();
  }

  private static Verdict accepted(Fact fact) {
    return new Accepted(List.of(fact));
  }

  private static Verdict wrongState(Execution execution, Status wanted) {
    return new Refused(new Refusal.WrongState(execution, wanted.name()));
  }

  private static Verdict staleVersion(Execution execution, OptionalLong expected) {
    return new Refused(new Refusal.StaleVersion(execution, expected.getAsLong()));
  }

  private static Execution running(
      Execution before, Optional<StatusDetails> details, Times times, Deadlines deadlines) {
    return new Execution(
        before.key(),
        before.thing(),
        before.origin(),
        Status.IN_PROGRESS,
        details.orElse(before.details()),
        times,
        deadlines,
        before.version() + 1,
        false);
  }

  private static Execution with(Execution before, Deadlines deadlines) {
    return new Execution(
        before.key(),
        before.thing(),
        before.origin(),
        before.status(),
        before.details(),
        before.times(),
        deadlines,
        before.version(),
        before.forced());
  }

  private static Execution ended(Execution before, Ended ended) {
    boolean byDevice = ended.status().reportable();
    return new Execution(
        before.key(),
        before.thing(),
        before.origin(),
        ended.status(),
        ended.details().orElse(before.details()),
        byDevice ? before.times().reported(ended.at()) : before.times().changed(ended.at()),
        Deadlines.NONE,
        ended.status() == Status.REMOVED ? before.version() : before.version() + 1,
        ended.forced());
  }
}
