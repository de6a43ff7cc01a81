package errand.core.job;

import java.time.Instant;
import java.util.Optional;

/** What happened to a job. */
public sealed interface JobFact {
  /** It stops: nothing more is placed, waiting executions are called off, forced ones too. */
  record Canceled(boolean forced, Optional<String> reasonCode, Optional<String> comment, Instant at)
      implements JobFact {}

  /** Everything it set out to do is done. */
  record Completed(Instant at) implements JobFact {}

  /** After a cancel, nothing is left to be called off. */
  record Swept(Instant at) implements JobFact {}
}
