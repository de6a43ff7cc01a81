package errand.core.execution;

import java.util.Optional;
import java.util.OptionalLong;

/** What someone wants of an execution. */
public sealed interface Command {
  /** A device takes it up by start-next. */
  record Start(Optional<StatusDetails> details, StepTimer timer) implements Command {}

  /**
   * A device reports.
   *
   * @param status one of the reportable ones
   * @param details replace the stored ones as a whole; absent leaves them
   * @param expectedVersion refuse unless the stored version is this one
   */
  record Report(
      Status status, Optional<StatusDetails> details, OptionalLong expectedVersion, StepTimer timer)
      implements Command {
    public Report {
      if (!status.reportable()) {
        throw new IllegalArgumentException("a device may not report " + status);
      }
    }
  }

  /** The clock says that a timer may have run out. */
  record TimeOut() implements Command {}

  /** An operator, or the job itself, calls it off. */
  record Cancel(boolean force, Optional<StatusDetails> details, OptionalLong expectedVersion)
      implements Command {}

  /** The thing is no target any more. */
  record Remove() implements Command {}
}
