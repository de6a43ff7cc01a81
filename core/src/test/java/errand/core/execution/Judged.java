package errand.core.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides and applies in one go, for tests that ask what comes out. */
final class Judged {
  private Judged() {}

  /** The execution after a command that is accepted, for a job without timeout. */
  static Execution after(Execution before, Command command, Instant now) {
    return after(before, command, Optional.empty(), now);
  }

  static Execution after(
      Execution before, Command command, Optional<Duration> timeout, Instant now) {
    return switch (Executions.decide(before, command, timeout, now)) {
      case Verdict.Accepted(var facts) -> {
        Execution after = before;
        for (Fact fact : facts) {
          after = Executions.evolve(after, fact);
        }
        yield after;
      }
      case Verdict.Refused(var why) ->
          throw new AssertionError(command + " on " + before + " was refused: " + why);
    };
  }

  static Verdict decided(Execution execution, Command command, Instant now) {
    return Executions.decide(execution, command, Optional.empty(), now);
  }

  static Verdict wrongState(Execution current, Status wanted) {
    return new Verdict.Refused(new Refusal.WrongState(current, wanted.name()));
  }

  static Verdict staleVersion(Execution current, long expected) {
    return new Verdict.Refused(new Refusal.StaleVersion(current, expected));
  }
}
