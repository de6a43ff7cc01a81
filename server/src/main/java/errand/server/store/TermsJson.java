package errand.server.store;

import errand.core.job.AbortRule;
import errand.core.job.FailureType;
import errand.core.job.PresignedUrls;
import errand.core.job.RetryRule;
import errand.core.job.Terms;
import errand.core.rollout.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link Terms} as they are stored. */
record TermsJson(
    @Nullable String description,
    @Nullable RateJson rate,
    @Nullable List<AbortJson> abort,
    @Nullable Long inProgressTimeoutMillis,
    @Nullable List<RetryJson> retries,
    @Nullable UrlsJson presignedUrls) {
  static TermsJson of(Terms terms) {
    return new TermsJson(
        terms.description().orElse(null),
        terms.rate().map(RateJson::of).orElse(null),
        terms.abort().isEmpty() ? null : terms.abort().stream().map(AbortJson::of).toList(),
        terms.inProgressTimeout().map(Duration::toMillis).orElse(null),
        terms.retries().isEmpty() ? null : terms.retries().stream().map(RetryJson::of).toList(),
        terms.presignedUrls().map(UrlsJson::of).orElse(null));
  }

  Terms terms() {
    return new Terms(
        Optional.ofNullable(description),
        Optional.ofNullable(rate).map(RateJson::rate),
        abort == null ? List.of() : abort.stream().map(AbortJson::rule).toList(),
        Optional.ofNullable(inProgressTimeoutMillis).map(Duration::ofMillis),
        retries == null ? List.of() : retries.stream().map(RetryJson::rule).toList(),
        Optional.ofNullable(presignedUrls).map(UrlsJson::urls));
  }

  record RateJson(int perMinuteMax, @Nullable RampJson ramp) {
    static RateJson of(Rate rate) {
      return new RateJson(rate.perMinuteMax(), rate.ramp().map(RampJson::of).orElse(null));
    }

    Rate rate() {
      return new Rate(perMinuteMax, Optional.ofNullable(ramp).map(RampJson::ramp));
    }
  }

  record RampJson(int basePerMinute, int factorTenths, Rate.Criterion by, int every) {
    static RampJson of(Rate.Ramp ramp) {
      return new RampJson(ramp.basePerMinute(), ramp.factorTenths(), ramp.by(), ramp.every());
    }

    Rate.Ramp ramp() {
      return new Rate.Ramp(basePerMinute, factorTenths, by, every);
    }
  }

  record AbortJson(FailureType failure, int thresholdHundredths, int executedMin) {
    static AbortJson of(AbortRule rule) {
      return new AbortJson(rule.failure(), rule.thresholdHundredths(), rule.executedMin());
    }

    AbortRule rule() {
      return new AbortRule(failure, thresholdHundredths, executedMin);
    }
  }

  record RetryJson(FailureType failure, int retries) {
    static RetryJson of(RetryRule rule) {
      return new RetryJson(rule.failure(), rule.retries());
    }

    RetryRule rule() {
      return new RetryRule(failure, retries);
    }
  }

  record UrlsJson(@Nullable String roleArn, @Nullable Long expiresSeconds) {
    static UrlsJson of(PresignedUrls urls) {
      return new UrlsJson(urls.roleArn().orElse(null), urls.expiresSeconds().orElse(null));
    }

    PresignedUrls urls() {
      return new PresignedUrls(Optional.ofNullable(roleArn), Optional.ofNullable(expiresSeconds));
    }
  }
}
