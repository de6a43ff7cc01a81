package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.continuous;
import static errand.core.app.Fleet.forGroups;
import static errand.core.app.Fleet.forThings;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.names;
import static errand.core.app.Fleet.refused;
import static errand.core.app.Fleet.with;
import static errand.core.execution.Status.FAILED;
import static errand.core.execution.Status.QUEUED;
import static errand.core.execution.Status.SUCCEEDED;
import static errand.core.job.TermsSample.terms;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.ControlRefusal.Why;
import errand.core.app.JobsControl.TargetName;
import errand.core.job.AbortRule;
import errand.core.job.FailureType;
import errand.core.job.Job;
import errand.core.job.JobCommand;
import errand.core.job.JobStatus;
import errand.core.job.RetryRule;
import errand.core.job.Terms;
import errand.core.job.TermsChange;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.rollout.Rate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * UpdateJob, AssociateTargetsWithJob, DeleteJob, pauses and keeping: control-plane 2.3, 2.7, 3.3.
 */
class JobChangesTest {
  private static final JobId J1 = new JobId("j1");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final JobCommand.Cancel CANCEL =
      new JobCommand.Cancel(false, Optional.empty(), Optional.empty());

  private final Fleet fleet = new Fleet();

  @BeforeEach
  void a_fleet() {
    fleet.things("t1", "t2");
    fleet.group("g");
    fleet.group("h");
  }

  @AfterEach
  void counters_equal_rows() {
    fleet.checkCounters();
  }

  private static TermsChange change(Optional<Rate> rate, Optional<List<RetryRule>> retries) {
    return new TermsChange(
        Optional.empty(), rate, Optional.empty(), Optional.empty(), retries, Optional.empty());
  }

  private static TermsChange slower() {
    return change(Optional.of(new Rate(1, Optional.empty())), Optional.empty());
  }

  private static TermsChange timeout(long minutes) {
    return new TermsChange(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(Duration.ofMinutes(minutes)),
        Optional.empty(),
        Optional.empty());
  }

  private Answer<Job, ControlRefusal> associate(String... groups) {
    var targets = new ArrayList<TargetName>();
    for (String group : groups) {
      targets.add(new TargetName.OfGroup(new GroupName(group)));
    }
    return fleet.control.associate(J1, targets, Optional.of("more"));
  }

  private static ControlRefusal invalid(String message) {
    return new ControlRefusal(Why.INVALID, message);
  }

  // UpdateJob.

  @Test
  void a_new_rate_holds_from_the_next_minute_on() {
    fleet.groupOf(20, "many");
    fleet.rollOut(with(terms().perMinute(10).get(), forGroups("j1", "many")));

    given(fleet.control.update(J1, slower()));
    fleet.beatAfter(MINUTE.minusMillis(1));
    assertThat(fleet.placed("j1")).hasSize(10);
    fleet.beatAfter(Duration.ofMillis(1));

    assertThat(fleet.placed("j1")).hasSize(11);
  }

  @Test
  void a_new_timeout_is_for_those_that_start_later() {
    fleet.rollOut(with(terms().timeoutMinutes(5).get(), forThings("j1", "t1", "t2")));
    fleet.startNext("t1");

    given(fleet.control.update(J1, timeout(60)));
    fleet.startNext("t2");

    assertThat(fleet.execution("t1", "j1").deadlines().due())
        .contains(T0.plus(MINUTE.multipliedBy(5)));
    assertThat(fleet.execution("t2", "j1").deadlines().due())
        .contains(T0.plus(Duration.ofHours(1)));
  }

  @Test
  void an_update_keeps_what_it_does_not_name_and_moves_no_counter() {
    Terms before = terms().perMinute(10).abort(new AbortRule(FailureType.ALL, 1, 1)).get();
    fleet.rollOut(with(before, forThings("j1", "t1")));
    fleet.pass(MINUTE);

    Job changed = given(fleet.control.update(J1, slower()));

    assertThat(changed.terms())
        .isEqualTo(terms().perMinute(1).abort(new AbortRule(FailureType.ALL, 1, 1)).get());
    assertThat(changed.life().lastUpdatedAt()).isEqualTo(T0.plus(MINUTE));
    assertThat(fleet.counts("j1").of(QUEUED)).isEqualTo(1);
  }

  @Test
  void retries_can_only_be_switched_off() {
    var rules = new RetryRule[] {new RetryRule(FailureType.FAILED, 3)};
    fleet.rollOut(with(terms().retry(rules).get(), forThings("j1", "t1")));
    fleet.rollOut(forThings("j2", "t1"));
    var off = Optional.of(List.of(new RetryRule(FailureType.FAILED, 0)));
    var other = Optional.of(List.of(new RetryRule(FailureType.TIMED_OUT, 0)));
    var more = Optional.of(List.of(new RetryRule(FailureType.FAILED, 4)));

    assertThat(refused(fleet.control.update(J1, change(Optional.empty(), more))))
        .isEqualTo(invalid("The number of retries cannot be updated to any number other than 0."));
    assertThat(refused(fleet.control.update(J1, change(Optional.empty(), other))))
        .isEqualTo(
            invalid("FailureTypes must match existing FailureTypes defined in RetryConfig."));
    assertThat(refused(fleet.control.update(new JobId("j2"), change(Optional.empty(), off))))
        .isEqualTo(
            invalid(
                "RetryConfig cannot be updated if the job has no RetryConfig defined during"
                    + " creation."));
    given(fleet.control.update(J1, change(Optional.empty(), off)));
    fleet.report("t1", "j1", FAILED);
    assertThat(fleet.executions("j1")).hasSize(1);
  }

  @Test
  void an_update_of_nothing_or_of_a_job_that_is_over_is_refused() {
    fleet.rollOut(forThings("j1", "t1"));
    assertThat(refused(fleet.control.update(J1, change(Optional.empty(), Optional.empty()))))
        .isEqualTo(invalid("Update Job request for job j1 cannot be empty."));

    fleet.report("t1", "j1", SUCCEEDED);

    assertThat(refused(fleet.control.update(J1, slower())))
        .isEqualTo(invalid("Job j1 in status COMPLETED cannot be updated."));
  }

  // AssociateTargetsWithJob.

  @Test
  void added_groups_are_rolled_out_at_the_jobs_rate() {
    fleet.groupOf(4, "many");
    fleet.rollOut(continuous(with(terms().perMinute(2).get(), forGroups("j1", "g"))));

    Job wider = given(associate("many"));
    fleet.beatAfter(MINUTE);
    assertThat(fleet.placed("j1")).isEqualTo(names(2));
    fleet.beatAfter(MINUTE);

    assertThat(fleet.placed("j1")).isEqualTo(names(4));
    assertThat(wider.life().comment()).contains("more");
    assertThat(wider.plan().targets()).hasSize(2);
  }

  @Test
  void members_of_an_added_group_that_are_done_run_again_and_those_pending_do_not() {
    fleet.join("g", "t1", "t2");
    fleet.join("h", "t1", "t2");
    fleet.rollOut(continuous(forGroups("j1", "g")));
    fleet.report("t1", "j1", SUCCEEDED);

    given(associate("h"));
    fleet.beatAfter(MINUTE);

    assertThat(fleet.execution("t1", "j1").key().number()).isEqualTo(2);
    assertThat(fleet.execution("t2", "j1").key().number()).isEqualTo(1);
  }

  @Test
  void who_joins_an_added_group_gets_its_execution() {
    fleet.rollOut(continuous(forGroups("j1", "g")));
    given(associate("h"));
    fleet.beatAfter(MINUTE);

    fleet.join("h", "t1");

    assertThat(fleet.placed("j1")).containsExactly("t1");
  }

  @Test
  void who_joins_an_added_group_before_the_rollout_reaches_it_runs_the_job_once() {
    fleet.groupOf(3, "many");
    fleet.rollOut(continuous(with(terms().perMinute(1).get(), forGroups("j1", "g"))));
    given(associate("many"));
    fleet.beat();
    fleet.things("t999");
    fleet.join("many", "t999");
    fleet.report("t999", "j1", SUCCEEDED);

    for (int minute = 0; minute < 6; minute++) {
      fleet.beatAfter(MINUTE);
    }

    assertThat(fleet.executions("j1"))
        .filteredOn(each -> each.thing().text().equals("t999"))
        .hasSize(1);
  }

  @Test
  void a_thing_in_two_added_groups_runs_the_job_once_for_both() {
    fleet.things("t999");
    fleet.group("one");
    fleet.group("two");
    fleet.join("one", "t999");
    fleet.join("two", "t999");
    fleet.rollOut(continuous(with(terms().perMinute(1).get(), forGroups("j1", "g"))));
    given(associate("one", "two"));
    fleet.beatAfter(MINUTE);
    fleet.report("t999", "j1", SUCCEEDED);

    fleet.beatAfter(MINUTE);
    fleet.beatAfter(MINUTE);

    assertThat(fleet.executions("j1")).hasSize(1);
  }

  @Test
  void a_group_named_again_is_no_new_target() {
    fleet.join("g", "t1");
    fleet.rollOut(continuous(forGroups("j1", "g")));
    fleet.report("t1", "j1", SUCCEEDED);

    Job same = given(associate("g", "g"));
    fleet.beatAfter(MINUTE);

    assertThat(same.plan().targets()).hasSize(1);
    assertThat(fleet.executions("j1")).hasSize(1);
  }

  @Test
  void a_refused_association_leaves_no_trace() {
    fleet.join("g", "t1");
    fleet.join("h", "t1");
    fleet.rollOut(forGroups("j1", "g"));

    assertThat(refused(associate("h")).why()).isEqualTo(Why.INVALID);
    fleet.leave("g", "t1");
    fleet.leave("h", "t1");

    assertThat(fleet.execution("t1", "j1").status()).isEqualTo(QUEUED);
  }

  @Test
  void more_than_a_hundred_targets_are_refused_and_nobody_joins_by_them() {
    var many = new ArrayList<String>();
    for (int i = 1; i <= Quota.TARGETS_PER_JOB.usual(); i++) {
      fleet.group("x" + i);
      many.add("x" + i);
    }
    fleet.rollOut(continuous(forGroups("j1", "g")));

    assertThat(refused(associate(many.toArray(String[]::new))))
        .isEqualTo(
            new ControlRefusal(Why.LIMIT_EXCEEDED, "A job can have at most 100 targets, not 101."));
    fleet.join("x1", "t1");

    assertThat(fleet.executions("j1")).isEmpty();
    given(associate(many.subList(1, 100).toArray(String[]::new)));
  }

  @Test
  void a_job_that_is_over_gets_no_more_targets() {
    fleet.rollOut(continuous(forGroups("j1", "g")));
    given(fleet.control.cancel(J1, CANCEL));

    assertThat(refused(associate("h")))
        .isEqualTo(invalid("Job j1 in status CANCELED cannot be changed."));
  }

  // Pauses.

  @Test
  void a_paused_rollout_stands_still_and_what_is_placed_goes_on() {
    fleet.groupOf(9, "many");
    fleet.rollOut(with(terms().perMinute(3).get(), forGroups("j1", "many")));

    given(fleet.control.pause(J1));
    fleet.beatAfter(MINUTE.multipliedBy(10));
    assertThat(fleet.placed("j1")).hasSize(3);
    fleet.report("t001", "j1", SUCCEEDED);
    assertThat(fleet.job("j1").due()).isEmpty();

    given(fleet.control.resume(J1));
    fleet.beat();
    assertThat(fleet.placed("j1")).hasSize(6);
  }

  @Test
  void a_paused_snapshot_is_not_complete_before_its_rollout_is_done() {
    fleet.groupOf(2, "many");
    fleet.rollOut(with(terms().perMinute(1).get(), forGroups("j1", "many")));
    given(fleet.control.pause(J1));

    fleet.report("t001", "j1", SUCCEEDED);
    fleet.beatAfter(MINUTE);

    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.IN_PROGRESS);
  }

  @Test
  void a_pause_twice_is_one_pause() {
    fleet.rollOut(continuous(forGroups("j1", "g")));

    Job once = given(fleet.control.pause(J1));
    Job twice = given(fleet.control.pause(J1));

    assertThat(twice).isEqualTo(once);
  }

  // DeleteJob and keeping.

  @Test
  void a_job_that_is_not_over_is_deleted_by_force_only() {
    fleet.rollOut(forThings("j1", "t1"));

    assertThat(refused(fleet.control.delete(J1, false)))
        .isEqualTo(
            new ControlRefusal(Why.WRONG_STATE, "Job j1 in status IN_PROGRESS cannot be deleted."));
    fleet.takeNotices();
    assertThat(given(fleet.control.delete(J1, true)).status())
        .isEqualTo(JobStatus.DELETION_IN_PROGRESS);
    fleet.beat();

    assertThat(refused(fleet.control.describe(J1)).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(fleet.owed()).containsExactly("t1 list next []");
    assertThat(fleet.queue("t1")).isEmpty();
  }

  @Test
  void a_large_job_is_deleted_in_batches_while_its_status_says_so() {
    fleet.groupOf(450, "many");
    fleet.rollOut(continuous(forGroups("j1", "many")));
    given(fleet.control.delete(J1, true));

    assertThat(fleet.pulse.beat()).isTrue();

    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.DELETION_IN_PROGRESS);
    assertThat(fleet.counts("j1").total()).isEqualTo(400);
    assertThat(refused(fleet.control.delete(J1, true)).why()).isEqualTo(Why.WRONG_STATE);
    assertThat(refused(fleet.control.cancel(J1, CANCEL)).why()).isEqualTo(Why.INVALID);
    fleet.beat();
    assertThat(refused(fleet.control.describe(J1)).why()).isEqualTo(Why.NOT_FOUND);
  }

  @Test
  void a_deleted_jobs_id_is_free_and_nobody_joins_it_any_more() {
    fleet.rollOut(continuous(forGroups("j1", "g")));
    given(fleet.control.delete(J1, true));
    fleet.beat();

    fleet.join("g", "t1");
    fleet.rollOut(forThings("j1", "t2"));

    assertThat(fleet.placed("j1")).containsExactly("t2");
  }

  @Test
  void at_most_ten_jobs_are_deleted_at_a_time() {
    for (int i = 1; i <= Quota.DELETING_JOBS.usual() + 1; i++) {
      fleet.create(forThings("d" + i, "t1"));
    }
    for (int i = 1; i <= Quota.DELETING_JOBS.usual(); i++) {
      given(fleet.control.delete(new JobId("d" + i), true));
    }
    var last = new JobId("d" + (Quota.DELETING_JOBS.usual() + 1));

    assertThat(refused(fleet.control.delete(last, true)).why()).isEqualTo(Why.LIMIT_EXCEEDED);
    fleet.beat();

    given(fleet.control.delete(last, true));
  }

  @Test
  void what_is_over_is_kept_for_two_years_and_then_gone() {
    fleet.rollOut(forThings("j1", "t1"));
    fleet.rollOut(continuous(forGroups("j2", "g")));
    fleet.report("t1", "j1", SUCCEEDED);
    fleet.beat();

    fleet.beatAfter(Backstage.KEPT.minusMillis(1));
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
    fleet.beatAfter(Duration.ofMillis(1));

    assertThat(refused(fleet.control.describe(J1)).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(fleet.job("j2").status()).isEqualTo(JobStatus.IN_PROGRESS);
  }

  // Counters by things.

  @Test
  void what_a_newer_execution_has_superseded_counts_as_execution_and_not_as_thing() {
    fleet.rollOut(
        with(terms().retry(new RetryRule(FailureType.ALL, 2)).get(), forThings("j1", "t1", "t2")));
    fleet.report("t1", "j1", FAILED);
    fleet.report("t1", "j1", FAILED);
    fleet.report("t2", "j1", FAILED);
    fleet.report("t2", "j1", SUCCEEDED);

    assertThat(fleet.counts("j1").of(FAILED)).isEqualTo(3);
    assertThat(fleet.counts("j1").things(FAILED)).isZero();
    assertThat(fleet.counts("j1").things(QUEUED)).isEqualTo(1);
    assertThat(fleet.counts("j1").things(SUCCEEDED)).isEqualTo(1);
  }
}
