package errand.server.wire.control;

import errand.core.execution.StepTimer;
import errand.core.job.AbortRule;
import errand.core.job.FailureType;
import errand.core.job.PresignedUrls;
import errand.core.job.RetryRule;
import errand.core.job.Terms;
import errand.core.job.TermsChange;
import errand.core.rollout.Rate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * Reads what an operator may set and change on a job. Shape constraints go to the violations of the
 * input; what the values mean together is checked here, the first problem counting. Source:
 * control-plane 2.2 and 2.3.
 */
final class TermsReader {
  private static final Rule TEXT_LENGTH = Rule.length(0, 2028);
  private static final Rule FAILURE = Rule.oneOf(FailureType.class);
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final int RETRIES_MAX = 10;

  private final Input body;
  private Optional<String> problem = Optional.empty();

  TermsReader(Input body) {
    this.body = body;
  }

  /** What is wrong with the values together, for the sender. */
  Optional<String> problem() {
    return problem;
  }

  Terms read() {
    return new Terms(
        body.text("description", TEXT_LENGTH, Rule.NO_CONTROL),
        body.object("jobExecutionsRolloutConfig").flatMap(this::rate),
        body.object("abortConfig").map(this::abort).orElse(List.of()),
        body.object("timeoutConfig").flatMap(this::timeout),
        body.object("jobExecutionsRetryConfig").map(this::retries).orElse(List.of()),
        body.object("presignedUrlConfig").map(this::presigned));
  }

  /** The same members as a change: a part that is absent stays as it is. */
  TermsChange change() {
    Terms read = read();
    return new TermsChange(
        read.description(),
        read.rate(),
        body.has("abortConfig") ? Optional.of(read.abort()) : Optional.empty(),
        read.inProgressTimeout(),
        body.has("jobExecutionsRetryConfig") ? Optional.of(read.retries()) : Optional.empty(),
        read.presignedUrls());
  }

  private Optional<Rate> rate(Input config) {
    Optional<Long> max = config.whole("maximumPerMinute", 1, Rate.PER_MINUTE_MAX);
    Optional<Input> ramp = config.object("exponentialRate");
    if (!config.has("maximumPerMinute")) {
      return wrong(
          ramp.isPresent()
              ? "Provide MaximumPerMinute value when ExponentialRate is defined"
              : "Provide MaximumPerMinute value or provide ExponentialRate and MaximumPerMinute");
    }
    if (ramp.isEmpty()) {
      return max.map(rate -> new Rate(rate.intValue(), Optional.empty()));
    }
    Optional<Rate.Ramp> read = ramp(ramp.get());
    if (max.isEmpty() || read.isEmpty()) {
      return Optional.empty();
    }
    return read.get().basePerMinute() < max.get()
        ? Optional.of(new Rate(max.get().intValue(), read))
        : wrong("Exponential rollout baseRatePerMinute should be less than maximumPerMinute.");
  }

  private Optional<Rate.Ramp> ramp(Input config) {
    Optional<Long> base = config.requiredWhole("baseRatePerMinute", 1, Rate.PER_MINUTE_MAX);
    Optional<BigDecimal> factor =
        config.requiredDecimal("incrementFactor", new BigDecimal("1.1"), BigDecimal.valueOf(5), 1);
    Optional<Input> criteria = config.requiredObject("rateIncreaseCriteria");
    if (base.isEmpty() || factor.isEmpty() || criteria.isEmpty()) {
      return Optional.empty();
    }
    Optional<Long> notified = criteria.get().whole("numberOfNotifiedThings", 1, Integer.MAX_VALUE);
    Optional<Long> succeeded =
        criteria.get().whole("numberOfSucceededThings", 1, Integer.MAX_VALUE);
    if (notified.isPresent() == succeeded.isPresent()) {
      return wrong(
          notified.isPresent()
              ? "Provide only one of NumberOfNotifiedThings or NumberOfSucceededThings when"
                  + " RateIncreaseCriteria is defined"
              : "Provide either NumberOfNotifiedThings or NumberOfSucceededThings when"
                  + " RateIncreaseCriteria is defined");
    }
    var by = notified.isPresent() ? Rate.Criterion.NOTIFIED : Rate.Criterion.SUCCEEDED;
    int every = notified.or(() -> succeeded).orElseThrow().intValue();
    return Optional.of(
        new Rate.Ramp(
            base.get().intValue(), factor.get().movePointRight(1).intValueExact(), by, every));
  }

  private List<AbortRule> abort(Input config) {
    var rules = new ArrayList<AbortRule>();
    for (Input each : required(config, 1, 100)) {
      Optional<FailureType> failure = failure(each, EnumSet.allOf(FailureType.class));
      each.requiredText("action", Rule.oneOf(List.of("CANCEL")));
      Optional<BigDecimal> threshold =
          each.requiredDecimal("thresholdPercentage", new BigDecimal("0.01"), HUNDRED, 2);
      Optional<Long> executed =
          each.requiredWhole("minNumberOfExecutedThings", 1, Integer.MAX_VALUE);
      if (failure.isPresent() && threshold.isPresent() && executed.isPresent()) {
        rules.add(
            new AbortRule(
                failure.get(),
                threshold.get().movePointRight(2).intValueExact(),
                executed.get().intValue()));
      }
    }
    return rules;
  }

  private Optional<Duration> timeout(Input config) {
    Optional<Long> minutes =
        config.whole("inProgressTimeoutInMinutes", Long.MIN_VALUE, Long.MAX_VALUE);
    long value = minutes.orElse(0L);
    if (value < StepTimer.MINUTES_MIN || value > StepTimer.MINUTES_MAX) {
      String shown = config.has("inProgressTimeoutInMinutes") ? Long.toString(value) : "null";
      return wrong(
          "Provide valid timeout value, inProgressTimeoutInMinutes cannot be " + shown + ".");
    }
    return Optional.of(Duration.ofMinutes(value));
  }

  private List<RetryRule> retries(Input config) {
    var rules = new ArrayList<RetryRule>();
    var retryable = EnumSet.of(FailureType.FAILED, FailureType.TIMED_OUT, FailureType.ALL);
    for (Input each : required(config, 1, 2)) {
      Optional<FailureType> failure = failure(each, retryable);
      Optional<Long> retries = each.requiredWhole("numberOfRetries", 0, RETRIES_MAX);
      if (failure.isPresent() && retries.isPresent()) {
        rules.add(new RetryRule(failure.get(), retries.get().intValue()));
      }
    }
    check(rules);
    return rules;
  }

  private void check(List<RetryRule> rules) {
    boolean all = rules.stream().anyMatch(rule -> rule.failure() == FailureType.ALL);
    if (all && rules.size() > 1) {
      wrong("A retryCriteria with failure type ALL must be used by itself.");
    }
    if (rules.stream().map(RetryRule::failure).distinct().count() < rules.size()) {
      wrong("A failure type can be used in one retryCriteria only.");
    }
    if (rules.stream().mapToInt(RetryRule::retries).sum() > RETRIES_MAX) {
      wrong("The total number of retries cannot be more than " + RETRIES_MAX + ".");
    }
  }

  private PresignedUrls presigned(Input config) {
    Optional<String> role = config.text("roleArn", Rule.length(0, 2048));
    role.filter(arn -> arn.length() < 20 || !arn.startsWith("arn:"))
        .ifPresent(arn -> wrong("Given role " + arn + " is invalid."));
    return new PresignedUrls(role, config.whole("expiresInSec", 60, 3600));
  }

  private static Optional<FailureType> failure(Input criterion, EnumSet<FailureType> allowed) {
    List<String> names = allowed.stream().map(Enum::name).toList();
    Rule rule = names.size() == FailureType.values().length ? FAILURE : Rule.oneOf(names);
    return criterion.requiredText("failureType", rule).map(FailureType::valueOf);
  }

  private static List<Input> required(Input config, int min, int max) {
    Optional<List<Input>> list = config.objects("criteriaList", min, max);
    if (!config.has("criteriaList")) {
      config.requiredObject("criteriaList");
    }
    return list.orElse(List.of());
  }

  private <T> Optional<T> wrong(String sentence) {
    if (problem.isEmpty()) {
      problem = Optional.of(sentence);
    }
    return Optional.empty();
  }
}
