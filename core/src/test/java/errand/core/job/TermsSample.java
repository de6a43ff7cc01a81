package errand.core.job;

import errand.core.rollout.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Terms for tests, empty but for what a test names. Each method gives a changed copy. */
public record TermsSample(Terms get) {
  public static TermsSample terms() {
    return new TermsSample(Terms.NONE);
  }

  public TermsSample rate(Rate rate) {
    return changed(Optional.of(rate), get.abort(), get.inProgressTimeout(), get.retries());
  }

  public TermsSample perMinute(int most) {
    return rate(new Rate(most, Optional.empty()));
  }

  public TermsSample abort(AbortRule... rules) {
    return changed(get.rate(), List.of(rules), get.inProgressTimeout(), get.retries());
  }

  public TermsSample timeoutMinutes(long minutes) {
    return changed(
        get.rate(), get.abort(), Optional.of(Duration.ofMinutes(minutes)), get.retries());
  }

  public TermsSample retry(RetryRule... rules) {
    return changed(get.rate(), get.abort(), get.inProgressTimeout(), List.of(rules));
  }

  private TermsSample changed(
      Optional<Rate> rate,
      List<AbortRule> abort,
      Optional<Duration> timeout,
      List<RetryRule> retries) {
    return new TermsSample(
        new Terms(get.description(), rate, abort, timeout, retries, get.presignedUrls()));
  }
}
