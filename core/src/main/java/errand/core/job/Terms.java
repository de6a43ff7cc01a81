package errand.core.job;

import errand.core.rollout.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an operator may change while a job runs. Source: control-plane 2.2 and 2.3.
 *
 * @param inProgressTimeout 1 minute to 7 days
 */
public record Terms(
    Optional<String> description,
    Optional<Rate> rate,
    List<AbortRule> abort,
    Optional<Duration> inProgressTimeout,
    List<RetryRule> retries,
    Optional<PresignedUrls> presignedUrls) {
  /** Says nothing. */
  public static final Terms NONE =
      new Terms(
          Optional.empty(),
          Optional.empty(),
          List.of(),
          Optional.empty(),
          List.of(),
          Optional.empty());

  public Terms {
    abort = List.copyOf(abort);
    retries = List.copyOf(retries);
  }

  /** The same with another description, or with none. */
  public Terms description(Optional<String> other) {
    return new Terms(other, rate, abort, inProgressTimeout, retries, presignedUrls);
  }
}
