package errand.core.job;

import errand.core.execution.Status;

/**
 * Cancels a job when too many of its executions ended badly. Source: control-plane 4.2.
 *
 * @param thresholdHundredths the percentage in hundredths, 1 to 10000
 * @param executedMin ended executions needed before the rule applies, at least 1
 */
public record AbortRule(FailureType failure, int thresholdHundredths, int executedMin) {
  /** True when the rule says stop. Whole numbers throughout: no rounding decides a fleet's fate. */
  public boolean fires(Counts counts) {
    long done = counts.terminal();
    long bad = 0;
    for (Status status : Status.values()) {
      bad += failure.covers(status) ? counts.of(status) : 0;
    }
    return done >= executedMin && 10_000 * bad >= thresholdHundredths * done;
  }
}
