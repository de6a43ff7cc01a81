package errand.core.execution;

import java.time.Instant;
import java.util.Optional;

/** What happened to an execution. */
public sealed interface Fact {
  /** A device took it up. */
  record Started(Optional<StatusDetails> details, Deadlines deadlines, Instant at)
      implements Fact {}

  /** A device reported on a running one. */
  record Progressed(Optional<StatusDetails> details, Deadlines deadlines, Instant at)
      implements Fact {}

  /** Only its step timer changed. */
  record TimerSet(Deadlines deadlines) implements Fact {}

  /**
   * It came to an end.
   *
   * @param forced by a forced cancel
   */
  record Ended(Status status, Optional<StatusDetails> details, boolean forced, Instant at)
      implements Fact {}
}
