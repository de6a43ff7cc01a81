package errand.core.execution;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The two timers of a running execution: the job's and the step's that the device sets. Source:
 * device-protocol 3.6.
 */
public record Deadlines(Optional<Instant> job, Optional<Instant> step) {
  public static final Deadlines NONE = new Deadlines(Optional.empty(), Optional.empty());

  /** When the execution times out: the earlier of the two. */
  public Optional<Instant> due() {
    return Stream.of(job, step).flatMap(Optional::stream).min(Instant::compareTo);
  }

  /** Whole seconds until {@link #due}, rounded up and never below zero. */
  public Optional<Long> secondsLeft(Instant now) {
    return due().map(at -> Math.max(0, Duration.between(now, at).plusMillis(999).toSeconds()));
  }

  Deadlines with(StepTimer timer, Instant now) {
    return switch (timer) {
      case StepTimer.Keep() -> this;
      case StepTimer.Drop() -> new Deadlines(job, Optional.empty());
      case StepTimer.Within(Duration length) -> new Deadlines(job, Optional.of(now.plus(length)));
    };
  }
}
