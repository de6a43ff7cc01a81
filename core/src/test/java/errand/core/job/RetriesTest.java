package errand.core.job;

import static errand.core.execution.ExecutionSample.execution;
import static errand.core.job.FailureType.ALL;
import static errand.core.job.FailureType.FAILED;
import static errand.core.job.FailureType.TIMED_OUT;
import static errand.core.job.JobSample.job;
import static errand.core.job.JobSample.retrying;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.execution.Status;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which ends are tried again: control-plane 4.4. */
class RetriesTest {
  private static boolean retries(Job job, Status end, Status... before) {
    return Jobs.retries(
        job, execution(end).get(), type -> Stream.of(before).filter(type::covers).count());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          # rule,    end,       retried
          FAILED,    FAILED,    true
          FAILED,    TIMED_OUT, false
          TIMED_OUT, FAILED,    false
          TIMED_OUT, TIMED_OUT, true
          ALL,       FAILED,    true
          ALL,       TIMED_OUT, true
          ALL,       REJECTED,  false
          ALL,       CANCELED,  false
          ALL,       REMOVED,   false
          ALL,       SUCCEEDED, false
          """)
  void a_rule_tries_again_what_failed_in_its_way(FailureType rule, Status end, boolean retried) {
    assertThat(retries(job(retrying(new RetryRule(rule, 1))), end)).isEqualTo(retried);
  }

  @Test
  void a_rule_tries_again_as_often_as_it_says() {
    var job = job(retrying(new RetryRule(FAILED, 2)));

    assertThat(retries(job, Status.FAILED)).isTrue();
    assertThat(retries(job, Status.FAILED, Status.FAILED)).isTrue();
    assertThat(retries(job, Status.FAILED, Status.FAILED, Status.FAILED)).isFalse();
  }

  @Test
  void no_retries_means_none() {
    assertThat(retries(job(retrying(new RetryRule(ALL, 0))), Status.FAILED)).isFalse();
    assertThat(retries(job(), Status.FAILED)).isFalse();
  }

  @Test
  void each_way_to_fail_has_a_budget_of_its_own() {
    var job = job(retrying(new RetryRule(FAILED, 1), new RetryRule(TIMED_OUT, 1)));

    assertThat(retries(job, Status.TIMED_OUT, Status.FAILED)).isTrue();
    assertThat(retries(job, Status.FAILED, Status.TIMED_OUT)).isTrue();
    assertThat(retries(job, Status.FAILED, Status.FAILED, Status.TIMED_OUT)).isFalse();
  }

  @Test
  void all_is_one_budget_for_both() {
    var job = job(retrying(new RetryRule(ALL, 2)));

    assertThat(retries(job, Status.FAILED, Status.TIMED_OUT)).isTrue();
    assertThat(retries(job, Status.FAILED, Status.TIMED_OUT, Status.FAILED)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SCHEDULED", "IN_PROGRESS"})
  void a_job_that_is_over_tries_nothing_again(JobStatus status) {
    var job = job(status, Selection.SNAPSHOT, retrying(new RetryRule(ALL, 10)));

    assertThat(retries(job, Status.FAILED)).isFalse();
  }
}
