package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.forGroups;
import static errand.core.app.Fleet.forThings;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.names;
import static errand.core.app.Fleet.refused;
import static errand.core.app.Fleet.which;
import static errand.core.app.Fleet.with;
import static errand.core.execution.Commands.details;
import static errand.core.execution.Commands.minutes;
import static errand.core.execution.Commands.report;
import static errand.core.execution.Commands.start;
import static errand.core.execution.Status.CANCELED;
import static errand.core.execution.Status.FAILED;
import static errand.core.execution.Status.IN_PROGRESS;
import static errand.core.execution.Status.QUEUED;
import static errand.core.execution.Status.REJECTED;
import static errand.core.execution.Status.SUCCEEDED;
import static errand.core.execution.Status.TIMED_OUT;
import static errand.core.job.TermsSample.terms;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Executions;
import errand.core.execution.Origin;
import errand.core.execution.Refusal;
import errand.core.execution.Status;
import errand.core.job.AbortRule;
import errand.core.job.FailureType;
import errand.core.job.JobStatus;
import errand.core.job.RetryRule;
import errand.core.job.TermsSample;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Timeouts, abort rules and retries through the use cases: control-plane 4.2 to 4.4. */
class FailuresTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration MILLI = Duration.ofMillis(1);

  private final Fleet fleet = new Fleet();

  @BeforeEach
  void things() {
    fleet.things("t1", "t2", "t3", "t4");
  }

  @AfterEach
  void counters_equal_rows() {
    fleet.checkCounters();
  }

  private void rollOut(TermsSample terms, String... things) {
    fleet.rollOut(with(terms.get(), forThings("j1", things)));
  }

  private List<Status> attempts(String thing) {
    return fleet.executions("j1").reversed().stream()
        .filter(each -> each.thing().text().equals(thing))
        .map(Execution::status)
        .toList();
  }

  // Timeouts.

  @Test
  void a_running_execution_times_out_at_its_instant_and_not_before() {
    rollOut(terms().timeoutMinutes(20), "t1");
    fleet.pass(MINUTE);
    fleet.startNext("t1");

    fleet.beatAfter(Duration.ofMinutes(20).minus(MILLI));
    assertThat(fleet.execution("t1", "j1").status()).isEqualTo(IN_PROGRESS);
    fleet.beatAfter(MILLI);
    assertThat(fleet.execution("t1", "j1").status()).isEqualTo(TIMED_OUT);
    assertThat(fleet.execution("t1", "j1").times().lastUpdatedAt())
        .isEqualTo(T0.plus(Duration.ofMinutes(21)));
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_step_that_takes_too_long_times_out_before_the_job_would() {
    rollOut(terms().timeoutMinutes(20), "t1");
    given(fleet.devices.startNext(new ThingName("t1"), Namespace.NONE, start(minutes(5))));

    fleet.beatAfter(Duration.ofMinutes(5).minus(MILLI));
    assertThat(fleet.execution("t1", "j1").status()).isEqualTo(IN_PROGRESS);
    fleet.beatAfter(MILLI);
    assertThat(fleet.execution("t1", "j1").status()).isEqualTo(TIMED_OUT);
  }

  @Test
  void a_waiting_execution_never_times_out() {
    rollOut(terms().timeoutMinutes(1), "t1");

    fleet.beatAfter(Duration.ofDays(30));

    assertThat(fleet.execution("t1", "j1").status()).isEqualTo(QUEUED);
  }

  @Test
  void a_device_that_reports_before_the_pulse_is_not_too_late() {
    rollOut(terms().timeoutMinutes(20), "t1");
    fleet.startNext("t1");

    fleet.pass(Duration.ofMinutes(21));
    fleet.report("t1", "j1", SUCCEEDED);
    fleet.beat();

    assertThat(fleet.execution("t1", "j1").status()).isEqualTo(SUCCEEDED);
  }

  @Test
  void many_timeouts_are_written_in_batches_of_50() {
    fleet.groupOf(120, "g");
    fleet.rollOut(with(terms().timeoutMinutes(5).get(), forGroups("j1", "g")));
    names(120).forEach(fleet::startNext);
    fleet.pass(Duration.ofMinutes(5));

    fleet.pulse.beat();
    assertThat(fleet.counts("j1").byStatus()).isEqualTo(Map.of(IN_PROGRESS, 70L, TIMED_OUT, 50L));
    fleet.pulse.beat();
    assertThat(fleet.counts("j1").byStatus()).isEqualTo(Map.of(IN_PROGRESS, 20L, TIMED_OUT, 100L));
    fleet.beat();
    assertThat(fleet.counts("j1").byStatus()).isEqualTo(Map.of(TIMED_OUT, 120L));
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
  }

  // Retries.

  @Test
  void a_failure_is_tried_again_as_a_new_execution_in_the_queue_and_the_old_one_stays() {
    rollOut(terms().timeoutMinutes(20).retry(new RetryRule(FailureType.FAILED, 1)), "t1");
    fleet.startNext("t1");
    fleet.pass(MINUTE);

    given(fleet.devices.update(which("t1", "j1"), report(FAILED, details("why", "x")), false));

    Execution retry = fleet.execution("t1", "j1");
    assertThat(retry)
        .isEqualTo(
            Executions.queued(
                new ExecutionKey(retry.key().thing(), retry.job(), 2),
                new ThingName("t1"),
                new Origin(Namespace.NONE, 1, T0.plus(MINUTE), retry.origin().order())));
    assertThat(attempts("t1")).containsExactly(FAILED, QUEUED);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.IN_PROGRESS);
  }

  @Test
  void after_the_last_retry_the_job_is_complete() {
    rollOut(terms().retry(new RetryRule(FailureType.FAILED, 2)), "t1");

    fleet.report("t1", "j1", FAILED);
    fleet.report("t1", "j1", FAILED);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.IN_PROGRESS);
    fleet.report("t1", "j1", FAILED);

    assertThat(attempts("t1")).containsExactly(FAILED, FAILED, FAILED);
    assertThat(fleet.execution("t1", "j1").key().number()).isEqualTo(3);
    assertThat(fleet.execution("t1", "j1").origin().attempt()).isEqualTo(2);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_retry_that_succeeds_completes_the_job() {
    rollOut(terms().retry(new RetryRule(FailureType.FAILED, 5)), "t1");

    fleet.report("t1", "j1", FAILED);
    fleet.report("t1", "j1", SUCCEEDED);

    assertThat(attempts("t1")).containsExactly(FAILED, SUCCEEDED);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_timeout_and_a_failure_use_budgets_of_their_own() {
    rollOut(
        terms()
            .timeoutMinutes(5)
            .retry(new RetryRule(FailureType.FAILED, 1), new RetryRule(FailureType.TIMED_OUT, 1)),
        "t1");

    fleet.report("t1", "j1", FAILED);
    fleet.startNext("t1");
    fleet.beatAfter(Duration.ofMinutes(5));
    assertThat(attempts("t1")).containsExactly(FAILED, TIMED_OUT, QUEUED);
    fleet.startNext("t1");
    fleet.beatAfter(Duration.ofMinutes(5));

    assertThat(attempts("t1")).containsExactly(FAILED, TIMED_OUT, TIMED_OUT);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void all_is_one_budget_for_timeouts_and_failures() {
    rollOut(terms().timeoutMinutes(5).retry(new RetryRule(FailureType.ALL, 1)), "t1");

    fleet.report("t1", "j1", FAILED);
    fleet.startNext("t1");
    fleet.beatAfter(Duration.ofMinutes(5));

    assertThat(attempts("t1")).containsExactly(FAILED, TIMED_OUT);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_rejection_is_not_tried_again() {
    rollOut(terms().retry(new RetryRule(FailureType.ALL, 10)), "t1");

    fleet.report("t1", "j1", REJECTED);

    assertThat(attempts("t1")).containsExactly(REJECTED);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void each_thing_has_its_own_budget() {
    rollOut(terms().retry(new RetryRule(FailureType.FAILED, 1)), "t1", "t2");

    fleet.report("t1", "j1", FAILED);
    fleet.report("t1", "j1", FAILED);
    fleet.report("t2", "j1", FAILED);

    assertThat(attempts("t1")).containsExactly(FAILED, FAILED);
    assertThat(attempts("t2")).containsExactly(FAILED, QUEUED);
  }

  @Test
  void a_retry_stands_behind_what_was_queued_before_it() {
    rollOut(terms().retry(new RetryRule(FailureType.FAILED, 1)), "t1");
    fleet.rollOut(forThings("j2", "t1"));

    fleet.report("t1", "j1", FAILED);

    assertThat(fleet.queue("t1")).containsExactly("j2", "j1");
  }

  @Test
  void a_retry_is_not_limited_by_the_rate() {
    rollOut(terms().perMinute(1).retry(new RetryRule(FailureType.FAILED, 1)), "t1", "t2");

    fleet.report("t1", "j1", FAILED);

    assertThat(attempts("t1")).containsExactly(FAILED, QUEUED);
    assertThat(attempts("t2")).isEmpty();
    assertThat(fleet.job("j1").progress().notified()).isEqualTo(1);
  }

  @Test
  void the_failed_execution_is_over_for_its_device() {
    rollOut(terms().retry(new RetryRule(FailureType.FAILED, 1)), "t1");
    fleet.report("t1", "j1", FAILED);

    Execution first = fleet.executions("j1").getLast();

    assertThat(refused(fleet.devices.describe(which("t1", "j1", 1), true)))
        .isEqualTo(new Refusal.AlreadyOver(first));
    assertThat(refused(fleet.devices.update(which("t1", "j1", 1), report(SUCCEEDED), true)))
        .isEqualTo(new Refusal.WrongState(first, "SUCCEEDED"));
    assertThat(given(fleet.devices.describe(which("t1", "j1"), false)).execution())
        .isEqualTo(fleet.execution("t1", "j1"));
  }

  // Abort rules.

  @Test
  void an_abort_calls_off_what_waits_and_leaves_what_runs() {
    rollOut(terms().abort(new AbortRule(FailureType.FAILED, 5000, 2)), "t1", "t2", "t3", "t4");
    fleet.startNext("t4");
    fleet.report("t1", "j1", FAILED);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.IN_PROGRESS);

    fleet.pass(MINUTE);
    fleet.report("t2", "j1", SUCCEEDED);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.CANCELED);
    assertThat(fleet.job("j1").life().completedAt()).isEmpty();
    fleet.beat();

    assertThat(fleet.execution("t3", "j1").status()).isEqualTo(CANCELED);
    assertThat(fleet.execution("t4", "j1").status()).isEqualTo(IN_PROGRESS);
    assertThat(fleet.job("j1").life().completedAt()).contains(T0.plus(MINUTE));
    assertThat(fleet.job("j1").life().reasonCode()).contains("JOB_ABORTED");
    assertThat(fleet.job("j1").life().comment())
        .contains("Aborted: at least 50.00% of 2 ended executions were FAILED (minimum 2).");
    assertThat(fleet.job("j1").life().flags().forceCanceled()).isFalse();
  }

  @Test
  void an_abort_comes_before_a_retry() {
    rollOut(
        terms()
            .abort(new AbortRule(FailureType.FAILED, 10000, 2))
            .retry(new RetryRule(FailureType.FAILED, 10)),
        "t1");

    fleet.report("t1", "j1", FAILED);
    assertThat(attempts("t1")).containsExactly(FAILED, QUEUED);
    fleet.report("t1", "j1", FAILED);

    assertThat(attempts("t1")).containsExactly(FAILED, FAILED);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  void an_abort_comes_before_completion() {
    rollOut(terms().abort(new AbortRule(FailureType.ALL, 1, 1)), "t1");

    fleet.report("t1", "j1", REJECTED);
    fleet.beat();

    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.CANCELED);
    assertThat(fleet.job("j1").life().completedAt()).contains(T0);
  }

  @Test
  void after_an_abort_a_running_one_that_fails_is_not_tried_again() {
    rollOut(
        terms()
            .abort(new AbortRule(FailureType.REJECTED, 1, 1))
            .retry(new RetryRule(FailureType.FAILED, 10)),
        "t1",
        "t2");
    fleet.startNext("t2");
    fleet.report("t1", "j1", REJECTED);
    fleet.beat();

    fleet.report("t2", "j1", FAILED);

    assertThat(attempts("t2")).containsExactly(FAILED);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.CANCELED);
    assertThat(fleet.job("j1").concurrent()).isFalse();
  }

  @Test
  void an_abort_stops_a_rollout() {
    fleet.groupOf(30, "g");
    var terms = terms().perMinute(10).abort(new AbortRule(FailureType.FAILED, 10000, 1)).get();
    fleet.rollOut(with(terms, forGroups("j1", "g")));

    fleet.report("t001", "j1", FAILED);
    fleet.beatAfter(MINUTE);
    fleet.beatAfter(MINUTE);

    assertThat(fleet.counts("j1").byStatus()).isEqualTo(Map.of(FAILED, 1L, CANCELED, 9L));
  }

  @Test
  void an_abort_by_one_timeout_of_a_batch_stops_the_retries_of_the_rest() {
    rollOut(
        terms()
            .timeoutMinutes(5)
            .abort(new AbortRule(FailureType.TIMED_OUT, 10000, 2))
            .retry(new RetryRule(FailureType.TIMED_OUT, 3)),
        "t1",
        "t2",
        "t3");
    List.of("t1", "t2", "t3").forEach(fleet::startNext);

    fleet.beatAfter(Duration.ofMinutes(5));

    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.CANCELED);
    assertThat(fleet.counts("j1").byStatus()).isEqualTo(Map.of(TIMED_OUT, 3L, CANCELED, 1L));
    assertThat(fleet.job("j1").life().completedAt()).contains(fleet.now());
  }
}
