package errand.core.job;

import errand.core.rollout.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an operator wants to be different: each part that is there replaces the old one as a whole.
 * Source: control-plane 2.3 and 2.7.
 */
public record TermsChange(
    Optional<String> description,
    Optional<Rate> rate,
    Optional<List<AbortRule>> abort,
    Optional<Duration> inProgressTimeout,
    Optional<List<RetryRule>> retries,
    Optional<PresignedUrls> presignedUrls) {

  /** True when nothing is to change. */
  public boolean none() {
    return description.isEmpty()
        && rate.isEmpty()
        && abort.isEmpty()
        && inProgressTimeout.isEmpty()
        && retries.isEmpty()
        && presignedUrls.isEmpty();
  }

  /** Why these terms cannot become those: retries can only be switched off. */
  public Optional<String> problem(Terms before) {
    if (retries.isEmpty()) {
      return Optional.empty();
    }
    List<RetryRule> wanted = retries.get();
    if (wanted.stream().anyMatch(rule -> rule.retries() != 0)) {
      return Optional.of("The number of retries cannot be updated to any number other than 0.");
    }
    if (before.retries().isEmpty()) {
      return Optional.of(
          "RetryConfig cannot be updated if the job has no RetryConfig defined during creation.");
    }
    return types(wanted).equals(types(before.retries()))
        ? Optional.empty()
        : Optional.of("FailureTypes must match existing FailureTypes defined in RetryConfig.");
  }

  private static Set<FailureType> types(List<RetryRule> rules) {
    return rules.stream().map(RetryRule::failure).collect(Collectors.toSet());
  }

  /** The terms with this change. */
  public Terms on(Terms before) {
    return new Terms(
        description.or(before::description),
        rate.or(before::rate),
        abort.orElse(before.abort()),
        inProgressTimeout.or(before::inProgressTimeout),
        retries.orElse(before.retries()),
        presignedUrls.or(before::presignedUrls));
  }
}
