package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.forGroups;
import static errand.core.app.Fleet.forThings;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.app.ControlRefusal.Why;
import errand.core.app.JobsControl.NewJob;
import errand.core.execution.Status;
import errand.core.job.JobStatus;
import errand.core.job.Jobs;
import errand.core.job.TermsSample;
import errand.core.job.Waiting;
import errand.core.name.JobId;
import errand.core.rollout.Rate;
import errand.core.schedule.Moment;
import errand.core.schedule.Schedule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What there may be of jobs: control-plane 3.6 and 9. The other quotas are tested where they are.
 */
class QuotasTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private static Fleet fleet(Quota quota, int most) {
    var fleet = new Fleet(Quotas.AWS.with(quota, most));
    fleet.groupOf(3, "g");
    return fleet;
  }

  /** Three minutes' work. */
  private static NewJob slow(String id) {
    var rate = new Rate(1, Optional.empty());
    return Fleet.with(TermsSample.terms().rate(rate).get(), forGroups(id, "g"));
  }

  private static NewJob inAnHour(NewJob job) {
    var start = new Moment(T0.plus(HOUR), "in an hour");
    return new NewJob(
        job.id(),
        job.namespace(),
        job.targets(),
        job.selection(),
        new Schedule(Optional.of(start), Optional.empty(), Optional.empty(), List.of()),
        job.terms(),
        job.source(),
        job.document());
  }

  @ParameterizedTest
  @EnumSource
  void each_quota_has_a_name_for_operators_and_no_limit_below_zero(Quota quota) {
    assertThat(quota.key()).matches("[a-z]+(-[a-z]+)*");
    assertThat(Quotas.AWS.most(quota)).isEqualTo(quota.usual());
    assertThat(Quotas.AWS.with(quota, 0).most(quota)).isZero();
    assertThatThrownBy(() -> new Quotas(Map.of(quota, -1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void active_jobs_are_those_scheduled_and_in_progress() {
    var fleet = fleet(Quota.ACTIVE_JOBS, 2);
    fleet.rollOut(forThings("j1", "t001"));
    fleet.create(inAnHour(forThings("j2", "t001")));

    assertThat(refused(fleet.control.create(forThings("j3", "t001"))))
        .isEqualTo(new ControlRefusal(Why.LIMIT_EXCEEDED, "There can be at most 2 active jobs."));
    assertThat(refused(fleet.control.describe(new JobId("j3"))).why()).isEqualTo(Why.NOT_FOUND);

    fleet.report("t001", "j1", Status.SUCCEEDED);
    fleet.create(forThings("j3", "t001"));
  }

  @Test
  void no_job_is_created_while_the_most_are_rolled_out() {
    var fleet = fleet(Quota.CONCURRENT_JOBS, 1);
    fleet.rollOut(slow("j1"));

    assertThat(refused(fleet.control.create(forThings("j2", "t001"))).why())
        .isEqualTo(Why.LIMIT_EXCEEDED);
    fleet.create(inAnHour(forThings("later", "t001")));

    for (int minute = 0; minute < 3; minute++) {
      fleet.beatAfter(Duration.ofMinutes(1));
    }
    fleet.rollOut(forThings("j2", "t001"));
    assertThat(fleet.placed("j2")).containsExactly("t001");
  }

  @Test
  void a_burst_of_new_jobs_is_taken_and_rolled_out_oldest_first() {
    var fleet = fleet(Quota.CONCURRENT_JOBS, 1);
    fleet.create(slow("j1"));
    fleet.create(slow("j2"));
    fleet.beat();

    assertThat(fleet.placed("j1")).containsExactly("t001");
    assertThat(fleet.placed("j2")).isEmpty();
    assertThat(fleet.job("j2").status()).isEqualTo(JobStatus.IN_PROGRESS);
    assertThat(given(fleet.control.describe(new JobId("j2"))).waiting())
        .contains(new Waiting.Crowded(1));

    for (int minute = 0; minute < 6; minute++) {
      fleet.beatAfter(Duration.ofMinutes(1));
    }
    assertThat(fleet.placed("j1")).hasSize(3);
    assertThat(fleet.placed("j2")).hasSize(3);
  }

  @Test
  void a_scheduled_job_that_is_to_begin_at_the_limit_is_canceled() {
    var fleet = fleet(Quota.CONCURRENT_JOBS, 1);
    fleet.create(inAnHour(forThings("later", "t001")));
    fleet.pass(HOUR.minusMillis(1));
    fleet.rollOut(slow("j1"));

    fleet.beatAfter(Duration.ofMillis(1));

    var canceled = fleet.job("later");
    assertThat(canceled.status()).isEqualTo(JobStatus.CANCELED);
    assertThat(canceled.life().reasonCode()).contains(Jobs.CROWDED_OUT);
    assertThat(canceled.life().completedAt()).isPresent();
    assertThat(fleet.executions("later")).isEmpty();
  }

  @Test
  void targets_of_one_job_are_limited_at_its_creation() {
    var fleet = fleet(Quota.TARGETS_PER_JOB, 2);

    assertThat(refused(fleet.control.create(forThings("j1", "t001", "t002", "t003"))))
        .isEqualTo(new ControlRefusal(Why.INVALID, "A job can have at most 2 targets."));
    fleet.create(forThings("j1", "t001", "t002"));
  }

  @Test
  void an_ended_job_is_kept_for_as_long_as_is_chosen() {
    var fleet = fleet(Quota.JOB_KEPT_DAYS, 1);
    fleet.rollOut(forThings("j1", "t001"));
    fleet.report("t001", "j1", Status.SUCCEEDED);

    fleet.beatAfter(Duration.ofDays(1).minusMillis(1));
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
    fleet.beatAfter(Duration.ofMillis(1));
    assertThat(refused(fleet.control.describe(new JobId("j1"))).why()).isEqualTo(Why.NOT_FOUND);
  }
}
