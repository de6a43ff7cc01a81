package errand.core.execution;

import static errand.core.execution.Commands.DROP;
import static errand.core.execution.Commands.KEEP;
import static errand.core.execution.Commands.details;
import static errand.core.execution.Commands.minutes;
import static errand.core.execution.ExecutionSample.T0;
import static errand.core.execution.ExecutionSample.execution;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.StateDiagram;
import errand.core.execution.Command.Cancel;
import errand.core.execution.Command.Remove;
import errand.core.execution.Command.Report;
import errand.core.execution.Command.Start;
import errand.core.execution.Command.TimeOut;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Tries everything: from QUEUED every command, with no, the right and a stale version, a moment
 * later and at the deadline, going on wherever something changed. Checks the laws at every step and
 * the edges against {@code docs/states/execution.mmd}.
 */
class ExecutionWalkTest {
  private static final int DEPTH = 7;
  private static final Optional<Duration> TIMEOUT = Optional.of(Duration.ofMinutes(3));

  private final StateDiagram<Status> diagram =
      new StateDiagram<>("execution.mmd", ExecutionWalkTest.class);
  private long decisions;

  /** A place in the walk. */
  private record Spot(Execution execution, Instant now) {}

  /** What a request says of details and step timer. */
  private record Extras(Optional<StatusDetails> details, StepTimer timer) {}

  private static final List<Extras> EXTRAS =
      List.of(
          new Extras(Optional.empty(), KEEP),
          new Extras(Optional.of(details("step", "one")), minutes(2)),
          new Extras(Optional.of(StatusDetails.NONE), DROP));

  @Test
  void every_sequence_of_commands_keeps_the_laws_and_follows_the_diagram() {
    Set<Spot> spots = Set.of(new Spot(execution().get(), T0));
    for (int depth = 0; depth < DEPTH; depth++) {
      Set<Spot> reached = new LinkedHashSet<>();
      spots.forEach(spot -> walk(spot, reached));
      spots = reached;
    }

    assertThat(decisions).isGreaterThan(100_000);
    diagram.check(List.of(Status.QUEUED));
  }

  private void walk(Spot spot, Set<Spot> reached) {
    for (Instant now : moments(spot)) {
      for (Command command : commands(spot.execution().version())) {
        decisions++;
        Execution after = step(spot.execution(), command, now);
        if (!after.equals(spot.execution())) {
          reached.add(new Spot(after, now));
        }
      }
    }
  }

  // A moment later, and when the timer runs out.
  private static Set<Instant> moments(Spot spot) {
    Instant later = spot.now().plusSeconds(1);
    Set<Instant> moments = new LinkedHashSet<>();
    moments.add(later);
    spot.execution().deadlines().due().filter(later::isBefore).ifPresent(moments::add);
    return moments;
  }

  private static List<Command> commands(int version) {
    var all = new ArrayList<Command>();
    all.add(new TimeOut());
    all.add(new Remove());
    EXTRAS.forEach(extras -> all.add(new Start(extras.details(), extras.timer())));
    for (var expected : expected(version)) {
      for (boolean force : new boolean[] {false, true}) {
        all.add(new Cancel(force, Optional.empty(), expected));
      }
      for (Status status : Status.values()) {
        if (status.reportable()) {
          EXTRAS.forEach(
              extras -> all.add(new Report(status, extras.details(), expected, extras.timer())));
        }
      }
    }
    return all;
  }

  private static List<OptionalLong> expected(int version) {
    return List.of(OptionalLong.empty(), OptionalLong.of(version), OptionalLong.of(version - 1));
  }

  private Execution step(Execution before, Command command, Instant now) {
    return switch (Executions.decide(before, command, TIMEOUT, now)) {
      case Verdict.Refused(var why) -> {
        law(current(why).equals(before), "a refusal shows the execution as it is", before, command);
        yield before;
      }
      case Verdict.Accepted(var facts) -> {
        law(!stale(before, command), "a stale version is never accepted", before, command);
        Execution after = before;
        for (Fact fact : facts) {
          after = Executions.evolve(after, fact);
        }
        check(before, command, after, now);
        if (!after.equals(before)) {
          diagram.edge(before.status(), label(command), after.status());
        }
        yield after;
      }
    };
  }

  private static void check(Execution before, Command command, Execution after, Instant now) {
    boolean changed = !after.equals(before);
    boolean moved = after.status() != before.status();
    int counted = after.version() - before.version();
    boolean timerOnly = command instanceof Start && !moved;

    law(!changed || !before.status().terminal(), "what is terminal never changes", before, command);
    law(counted == 0 || counted == 1, "the version counts by one", before, command);
    law(
        !moved || counted == (after.status() == Status.REMOVED ? 0 : 1),
        "every new status has a new version, REMOVED alone excepted",
        before,
        command);
    law(
        !(command instanceof Report) || counted == 1,
        "every accepted report counts",
        before,
        command);
    law(!timerOnly || counted == 0, "asking again does not count", before, command);
    law(
        before.times().startedAt().isEmpty()
            || after.times().startedAt().equals(before.times().startedAt()),
        "the start once stamped stays",
        before,
        command);
    law(
        after.times().startedAt().isPresent()
            || !(command instanceof Report || command instanceof Start),
        "what a device touched has a start",
        before,
        command);
    law(
        after.status() == Status.IN_PROGRESS || after.deadlines().equals(Deadlines.NONE),
        "timers run only while the execution does",
        before,
        command);
    law(
        before.status() != Status.IN_PROGRESS
            || after.status() != Status.IN_PROGRESS
            || after.deadlines().job().equals(before.deadlines().job()),
        "the job's deadline never moves",
        before,
        command);
    law(
        after.times().lastUpdatedAt().equals(moved || counted == 1 ? now : lastUpdate(before)),
        "the last update is when something was last done",
        before,
        command);
    law(
        !(command instanceof TimeOut) || changed == due(before, now),
        "a timer fires when it is due and never else",
        before,
        command);
    law(
        after.forced() == (changed ? forced(command) : before.forced()),
        "only a forced cancel is marked as forced",
        before,
        command);
    law(
        after.key().equals(before.key())
            && after.thing().equals(before.thing())
            && after.origin().equals(before.origin()),
        "which execution it is never changes",
        before,
        command);
  }

  private static boolean forced(Command command) {
    return command instanceof Cancel cancel && cancel.force();
  }

  private static boolean due(Execution execution, Instant now) {
    return execution.deadlines().due().filter(at -> !now.isBefore(at)).isPresent();
  }

  private static Instant lastUpdate(Execution execution) {
    return execution.times().lastUpdatedAt();
  }

  private static boolean stale(Execution execution, Command command) {
    OptionalLong expected =
        switch (command) {
          case Report report -> report.expectedVersion();
          case Cancel cancel -> cancel.expectedVersion();
          case Start _, TimeOut _, Remove _ -> OptionalLong.empty();
        };
    return expected.isPresent() && expected.getAsLong() != execution.version();
  }

  private static Execution current(Refusal why) {
    return switch (why) {
      case Refusal.WrongState(var current, _) -> current;
      case Refusal.StaleVersion(var current, _) -> current;
      case Refusal.AlreadyOver(var current) -> current;
      case Refusal.NoExecution _, Refusal.NoDocument _, Refusal.NoThing _ ->
          throw new AssertionError("not of " + why);
    };
  }

  private static String label(Command command) {
    return switch (command) {
      case Start _ -> "Start";
      case Report report -> "Report " + report.status();
      case TimeOut _ -> "TimeOut";
      case Cancel cancel -> cancel.force() ? "Cancel forced" : "Cancel";
      case Remove _ -> "Remove";
    };
  }

  // Not an assertion of the library: it runs millions of times.
  private static void law(boolean kept, String law, Execution before, Command command) {
    if (!kept) {
      throw new AssertionError("broken: " + law + ", by " + command + " on " + before);
    }
  }
}
