package errand.core.execution;

import java.time.Duration;

/** What a request does to the step timer. Source: device-protocol 3.6. */
public sealed interface StepTimer {
  /** Fewest minutes a step may be given. */
  int MINUTES_MIN = 1;

  /** Most minutes a step may be given: seven days. */
  int MINUTES_MAX = 10_080;

  /** The number an update sends to drop its timer. */
  int MINUTES_DROP = -1;

  /** Leaves it as it is. */
  record Keep() implements StepTimer {}

  /** Ends it. */
  record Drop() implements StepTimer {}

  /** Starts it anew. */
  record Within(Duration length) implements StepTimer {
    public Within {
      long minutes = length.toMinutes();
      if (minutes < MINUTES_MIN || minutes > MINUTES_MAX) {
        throw new IllegalArgumentException("step timeout out of range: " + length);
      }
    }
  }
}
