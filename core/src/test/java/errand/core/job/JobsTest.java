package errand.core.job;

import static errand.core.job.JobSample.T0;
import static errand.core.job.JobSample.aborting;
import static errand.core.job.JobSample.counts;
import static errand.core.job.JobSample.job;
import static errand.core.job.JobSample.plus;
import static errand.core.job.JobSample.rolledOut;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.execution.Status;
import errand.core.job.JobCommand.Cancel;
import errand.core.job.JobCommand.Settle;
import errand.core.job.JobFact.Canceled;
import errand.core.job.JobFact.Completed;
import errand.core.job.JobVerdict.Accepted;
import errand.core.job.JobVerdict.Refused;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How a job ends: control-plane 2.7, 3.1, 4.2. */
class JobsTest {
  private static final Instant NOW = T0.plusSeconds(600);
  private static final JobVerdict NOTHING = new Accepted(List.of());
  private static final Cancel CANCEL =
      new Cancel(false, Optional.of("RECALL"), Optional.of("wrong image"));

  private static JobVerdict settled(Job job, Counts counts) {
    return Jobs.decide(job, counts, new Settle(), NOW);
  }

  private static JobVerdict completed() {
    return new Accepted(List.of(new Completed(NOW)));
  }

  private static Job afterSettling(Job job, Counts counts) {
    return switch (settled(job, counts)) {
      case Accepted(var facts) -> Jobs.evolve(job, facts.getFirst());
      case Refused refused -> throw new AssertionError(refused);
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"SCHEDULED", "IN_PROGRESS"})
  void a_job_that_is_not_over_can_be_cancelled(JobStatus status) {
    assertThat(Jobs.decide(job(status), Counts.NONE, CANCEL, NOW))
        .isEqualTo(
            new Accepted(
                List.of(
                    new Canceled(false, Optional.of("RECALL"), Optional.of("wrong image"), NOW))));
  }

  @ParameterizedTest
  @CsvSource({"COMPLETED", "CANCELED", "DELETION_IN_PROGRESS"})
  void a_job_that_is_over_cannot_be_cancelled_not_even_by_force(JobStatus status) {
    var forced = new Cancel(true, Optional.empty(), Optional.empty());

    assertThat(Jobs.decide(job(status), Counts.NONE, CANCEL, NOW))
        .isEqualTo(new Refused(new JobRefusal.WrongStatus(status)));
    assertThat(Jobs.decide(job(status), Counts.NONE, forced, NOW))
        .isEqualTo(new Refused(new JobRefusal.WrongStatus(status)));
  }

  @Test
  void a_cancelled_job_says_why_and_is_due_to_be_swept() {
    var canceled = new Canceled(true, Optional.of("RECALL"), Optional.of("wrong image"), NOW);

    var after = Jobs.evolve(job(), canceled);

    assertThat(after.life())
        .isEqualTo(
            new Life(
                JobStatus.CANCELED,
                T0,
                5,
                NOW,
                Optional.empty(),
                Optional.of("RECALL"),
                Optional.of("wrong image"),
                Flags.NONE.forced(true)));
    assertThat(after.due()).contains(NOW);
    assertThat(after.version()).isGreaterThan(job().version());
    assertThat(after.concurrent()).isTrue();
  }

  @Test
  void a_cancelled_job_is_complete_when_its_chores_are_done() {
    var canceled = Jobs.evolve(job(), new Canceled(false, Optional.empty(), Optional.empty(), T0));

    var verdict = Jobs.decide(canceled, Counts.NONE, new JobCommand.ChoreDone(), NOW);
    var swept = Jobs.evolve(canceled, new JobFact.ChoreFinished(NOW));

    assertThat(canceled.chores()).containsExactly(new Chore.CallOff(false));
    assertThat(verdict).isEqualTo(new Accepted(List.of(new JobFact.ChoreFinished(NOW))));
    assertThat(swept.status()).isEqualTo(JobStatus.CANCELED);
    assertThat(swept.life().completedAt()).contains(NOW);
    assertThat(swept.life().lastUpdatedAt()).isEqualTo(T0);
    assertThat(swept.chores()).isEmpty();
    assertThat(swept.concurrent()).isFalse();
    assertThat(Jobs.decide(swept, Counts.NONE, new JobCommand.ChoreDone(), NOW.plusSeconds(1)))
        .isEqualTo(NOTHING);
  }

  @Test
  void a_job_is_complete_once_it_is_rolled_out_and_nothing_is_pending() {
    var done = plus(counts(Status.SUCCEEDED, 2), Status.FAILED, 1);

    assertThat(settled(rolledOut(job()), done)).isEqualTo(completed());
    assertThat(settled(job(), done)).isEqualTo(NOTHING);
    assertThat(settled(rolledOut(job()), plus(done, Status.QUEUED, 1))).isEqualTo(NOTHING);
    assertThat(settled(rolledOut(job()), plus(done, Status.IN_PROGRESS, 1))).isEqualTo(NOTHING);
  }

  @Test
  void a_job_without_any_execution_is_complete_once_it_is_rolled_out() {
    assertThat(settled(rolledOut(job()), Counts.NONE)).isEqualTo(completed());
  }

  @Test
  void a_completed_job_is_due_at_once_to_find_when_it_may_go() {
    var after = afterSettling(rolledOut(job()), Counts.NONE);

    assertThat(after.life())
        .isEqualTo(
            new Life(
                JobStatus.COMPLETED,
                T0,
                5,
                NOW,
                Optional.of(NOW),
                Optional.empty(),
                Optional.empty(),
                Flags.NONE));
    assertThat(after.due()).contains(NOW);
    assertThat(Jobs.due(after, Optional.empty(), Duration.ofDays(730), NOW))
        .contains(NOW.plus(Duration.ofDays(730)));
    assertThat(after.concurrent()).isFalse();
  }

  @Test
  void a_continuous_job_goes_on_when_nothing_is_pending() {
    var continuous = rolledOut(job(JobStatus.IN_PROGRESS, Selection.CONTINUOUS, Terms.NONE));

    assertThat(settled(continuous, counts(Status.SUCCEEDED, 3))).isEqualTo(NOTHING);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"SCHEDULED", "IN_PROGRESS"})
  void only_a_job_that_lives_settles(JobStatus status) {
    var stopping = aborting(new AbortRule(FailureType.ALL, 1, 1));
    var job = rolledOut(job(status, Selection.SNAPSHOT, stopping));

    assertThat(settled(job, counts(Status.FAILED, 1))).isEqualTo(NOTHING);
  }

  @Test
  void an_abort_rule_stops_a_job_before_it_could_be_complete() {
    var job = rolledOut(job(aborting(new AbortRule(FailureType.FAILED, 3350, 2))));

    var after = afterSettling(job, counts(Status.FAILED, 2));

    assertThat(after.life())
        .isEqualTo(
            new Life(
                JobStatus.CANCELED,
                T0,
                5,
                NOW,
                Optional.empty(),
                Optional.of("JOB_ABORTED"),
                Optional.of(
                    "Aborted: at least 33.50% of 2 ended executions were FAILED (minimum 2)."),
                Flags.NONE));
    assertThat(after.due()).contains(NOW);
  }

  @Test
  void of_several_abort_rules_the_first_that_holds_gives_the_reason() {
    var terms =
        aborting(
            new AbortRule(FailureType.REJECTED, 1, 1),
            new AbortRule(FailureType.ALL, 10000, 1),
            new AbortRule(FailureType.FAILED, 10000, 1));

    assertThat(afterSettling(job(terms), counts(Status.FAILED, 3)).life().comment())
        .contains("Aborted: at least 100.00% of 3 ended executions were failures (minimum 1).");
  }

  @Test
  void an_abort_rule_that_does_not_hold_lets_the_job_complete() {
    var job = rolledOut(job(aborting(new AbortRule(FailureType.FAILED, 5000, 2))));

    assertThat(settled(job, counts(Status.FAILED, 1))).isEqualTo(completed());
  }

  @ParameterizedTest
  @CsvSource({
    "SCHEDULED, false",
    "IN_PROGRESS, true",
    "COMPLETED, false",
    "CANCELED, false",
    "DELETION_IN_PROGRESS, false"
  })
  void a_job_is_concurrent_while_it_places_or_calls_off(JobStatus status, boolean concurrent) {
    assertThat(job(status).concurrent()).isEqualTo(concurrent);
    assertThat(rolledOut(job(JobStatus.IN_PROGRESS)).concurrent()).isFalse();
  }
}
