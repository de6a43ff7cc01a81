package errand.core.job;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What may be asked of a job. */
public sealed interface JobCommand {
  /** An operator calls it off. */
  record Cancel(boolean force, Optional<String> reasonCode, Optional<String> comment)
      implements JobCommand {}

  /** Executions ended, or the rollout moved: see whether the job must stop or is done. */
  record Settle() implements JobCommand {}

  /**
   * An instant of its schedule may have come, or the end of its keeping.
   *
   * @param room one more job may be rolled out; a job that opens without room is called off
   */
  record Tick(Duration keptAfterEnd, boolean room) implements JobCommand {}

  /** The first chore is finished. */
  record ChoreDone() implements JobCommand {}

  /** An operator wants it gone; force takes unfinished ones too. */
  record Delete(boolean force) implements JobCommand {}

  /** An operator changes its terms. */
  record Change(Terms terms) implements JobCommand {}

  /**
   * An operator adds targets.
   *
   * @param order the place of this in the order of joins, jobs and placements
   * @param totalMax targets it may have then
   */
  record Associate(List<Target> targets, Optional<String> comment, long order, int totalMax)
      implements JobCommand {
    public Associate {
      targets = List.copyOf(targets);
    }
  }

  /** A target group was deleted. */
  record Recheck() implements JobCommand {}

  /** An operator stops its rollout for now. */
  record Pause() implements JobCommand {}

  /** An operator lets it go on. */
  record Resume() implements JobCommand {}
}
