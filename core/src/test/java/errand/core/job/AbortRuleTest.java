package errand.core.job;

import static errand.core.job.JobSample.counts;
import static errand.core.job.JobSample.plus;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.execution.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a rule stops a job: control-plane 4.2. */
class AbortRuleTest {
  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # hundredths, minimum, failed, succeeded, fires
          2000,  10,   2,    8,  true
          2000,  10,   1,    9,  false
          2000,  10,   2,    7,  false
          2000,  10,   9,    0,  false
          2000,  10,  10,    0,  true
          2000,  10,   2,    9,  false
          10000,  1,   1,    0,  true
          10000,  1,   1,    1,  false
          3333,   1,   1,    2,  true
          3334,   1,   1,    2,  false
          1,      1,   1, 9999,  true
          1,      1,   1, 10000, false
          1,      1,   0,    5,  false
          """)
  void a_rule_fires_at_its_minimum_and_its_threshold(
      int hundredths, int minimum, long failed, long succeeded, boolean fires) {
    var counts = plus(counts(Status.FAILED, failed), Status.SUCCEEDED, succeeded);

    assertThat(new AbortRule(FailureType.FAILED, hundredths, minimum).fires(counts))
        .isEqualTo(fires);
  }

  @Test
  void large_counts_do_not_overflow() {
    var counts = plus(counts(Status.FAILED, 1_000_000_000), Status.SUCCEEDED, 3_000_000_000L);

    assertThat(new AbortRule(FailureType.FAILED, 2500, 1).fires(counts)).isTrue();
    assertThat(new AbortRule(FailureType.FAILED, 2501, 1).fires(counts)).isFalse();
  }

  @Test
  void what_is_pending_counts_for_nothing() {
    var counts = plus(counts(Status.FAILED, 1), Status.QUEUED, 1000);

    assertThat(new AbortRule(FailureType.FAILED, 10000, 1).fires(counts)).isTrue();
    assertThat(
            new AbortRule(FailureType.FAILED, 1, 2).fires(plus(counts, Status.IN_PROGRESS, 1000)))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({"SUCCEEDED", "CANCELED", "REMOVED"})
  void every_end_counts_as_executed(Status good) {
    assertThat(
            new AbortRule(FailureType.FAILED, 1000, 10)
                .fires(plus(counts(good, 9), Status.FAILED, 1)))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # type,    FAILED, REJECTED, TIMED_OUT
          FAILED,    true,   false,    false
          REJECTED,  false,  true,     false
          TIMED_OUT, false,  false,    true
          ALL,       true,   true,     true
          """)
  void a_rule_counts_the_failures_of_its_type(
      FailureType type, boolean failed, boolean rejected, boolean timedOut) {
    var rule = new AbortRule(type, 10000, 1);

    assertThat(rule.fires(counts(Status.FAILED, 1))).isEqualTo(failed);
    assertThat(rule.fires(counts(Status.REJECTED, 1))).isEqualTo(rejected);
    assertThat(rule.fires(counts(Status.TIMED_OUT, 1))).isEqualTo(timedOut);
    assertThat(rule.fires(counts(Status.SUCCEEDED, 1))).isFalse();
    assertThat(rule.fires(counts(Status.CANCELED, 1))).isFalse();
    assertThat(rule.fires(counts(Status.REMOVED, 1))).isFalse();
  }

  @Test
  void all_adds_the_failures_up() {
    var counts = plus(counts(Status.FAILED, 1), Status.REJECTED, 1);
    var all = plus(plus(counts, Status.TIMED_OUT, 1), Status.SUCCEEDED, 3);

    assertThat(new AbortRule(FailureType.ALL, 5000, 6).fires(all)).isTrue();
    assertThat(new AbortRule(FailureType.ALL, 5001, 6).fires(all)).isFalse();
  }
}
