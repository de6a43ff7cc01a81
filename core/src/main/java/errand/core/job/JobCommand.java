package errand.core.job;

import java.util.Optional;

/** What may be asked of a job. */
public sealed interface JobCommand {
  /** An operator calls it off. */
  record Cancel(boolean force, Optional<String> reasonCode, Optional<String> comment)
      implements JobCommand {}

  /** Executions ended, or the rollout moved: see whether the job must stop or is done. */
  record Settle() implements JobCommand {}

  /** The last execution to be called off has been. */
  record Swept() implements JobCommand {}
}
