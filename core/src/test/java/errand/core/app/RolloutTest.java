package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.continuous;
import static errand.core.app.Fleet.forGroups;
import static errand.core.app.Fleet.forThings;
import static errand.core.app.Fleet.names;
import static errand.core.app.Fleet.newJob;
import static errand.core.app.Fleet.with;
import static errand.core.execution.Status.QUEUED;
import static errand.core.execution.Status.SUCCEEDED;
import static errand.core.job.TermsSample.terms;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.JobsControl.TargetName;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Executions;
import errand.core.execution.Origin;
import errand.core.job.JobStatus;
import errand.core.name.GroupName;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import errand.core.rollout.Rate;
import errand.core.rollout.Rate.Criterion;
import errand.core.rollout.Rate.Ramp;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the pulse places executions: control-plane 3.1, 3.3, 4.1. */
class RolloutTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration MILLI = Duration.ofMillis(1);

  private final Fleet fleet = new Fleet();

  @AfterEach
  void counters_equal_rows() {
    fleet.checkCounters();
  }

  @Test
  void a_group_of_120_is_placed_in_batches_of_50_in_name_order() {
    fleet.groupOf(120, "g");
    fleet.create(forGroups("j1", "g"));

    assertThat(fleet.pulse.beat()).isTrue();
    assertThat(fleet.placed("j1")).isEqualTo(names(50));
    assertThat(fleet.pulse.beat()).isTrue();
    assertThat(fleet.placed("j1")).isEqualTo(names(100));
    assertThat(fleet.pulse.beat()).isTrue();
    assertThat(fleet.placed("j1")).isEqualTo(names(120));
    assertThat(fleet.pulse.beat()).isFalse();

    assertThat(fleet.job("j1").progress().done()).isTrue();
    assertThat(fleet.job("j1").progress().notified()).isEqualTo(120);
    assertThat(fleet.job("j1").due()).isEmpty();
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.IN_PROGRESS);
    assertThat(fleet.counts("j1").of(QUEUED)).isEqualTo(120);
  }

  @Test
  void a_placed_execution_is_queued_from_now_on() {
    fleet.things("t1");
    fleet.create(forThings("j1", "t1"));

    fleet.beatAfter(MINUTE);

    Execution placed = fleet.execution("t1", "j1");
    assertThat(placed)
        .isEqualTo(
            Executions.queued(
                new ExecutionKey(placed.key().thing(), fleet.job("j1").id(), 1),
                new ThingName("t1"),
                new Origin(Namespace.NONE, 0, T0.plus(MINUTE), placed.origin().order())));
  }

  @Test
  void a_rate_limit_places_its_number_at_once_and_again_every_minute() {
    fleet.groupOf(250, "g");
    fleet.rollOut(with(terms().perMinute(100).get(), forGroups("j1", "g")));
    assertThat(fleet.placed("j1")).isEqualTo(names(100));
    assertThat(fleet.job("j1").due()).contains(T0.plus(MINUTE));

    fleet.beatAfter(MINUTE.minus(MILLI));
    assertThat(fleet.placed("j1")).hasSize(100);
    fleet.beatAfter(MILLI);
    assertThat(fleet.placed("j1")).isEqualTo(names(200));
    fleet.beatAfter(MINUTE);
    assertThat(fleet.placed("j1")).isEqualTo(names(250));
    assertThat(fleet.job("j1").due()).isEmpty();
  }

  @Test
  void a_rate_above_the_batch_is_kept_over_several_batches_of_one_minute() {
    fleet.groupOf(450, "g");
    fleet.create(with(terms().perMinute(300).get(), forGroups("j1", "g")));

    fleet.pulse.beat();
    assertThat(fleet.placed("j1")).hasSize(50);
    fleet.beatAfter(Duration.ofSeconds(10));
    assertThat(fleet.placed("j1")).hasSize(300);
    fleet.beatAfter(Duration.ofSeconds(49));
    assertThat(fleet.placed("j1")).hasSize(300);
    fleet.beatAfter(Duration.ofSeconds(1));
    assertThat(fleet.placed("j1")).hasSize(450);
  }

  @Test
  void a_pulse_that_comes_late_keeps_the_beat_and_makes_up_for_nothing() {
    fleet.groupOf(50, "g");
    fleet.rollOut(with(terms().perMinute(10).get(), forGroups("j1", "g")));

    fleet.beatAfter(Duration.ofSeconds(150));
    assertThat(fleet.placed("j1")).hasSize(20);
    assertThat(fleet.job("j1").due()).contains(T0.plusSeconds(180));
    fleet.beatAfter(Duration.ofSeconds(30));
    assertThat(fleet.placed("j1")).hasSize(30);
  }

  @Test
  void a_ramp_by_successes_grows_with_what_devices_report() {
    fleet.groupOf(50, "g");
    var ramp = new Rate(100, Optional.of(new Ramp(5, 20, Criterion.SUCCEEDED, 3)));
    fleet.rollOut(with(terms().rate(ramp).get(), forGroups("j1", "g")));

    fleet.beatAfter(MINUTE);
    assertThat(fleet.placed("j1")).hasSize(10);
    List.of("t001", "t002", "t003").forEach(thing -> fleet.report(thing, "j1", SUCCEEDED));
    fleet.beatAfter(MINUTE);
    assertThat(fleet.placed("j1")).hasSize(20);
  }

  @Test
  void a_thing_that_joined_after_the_job_was_created_is_skipped() {
    fleet.groupOf(3, "g");
    fleet.things("late", "t000");
    fleet.create(forGroups("j1", "g"));
    fleet.join("g", "late", "t000");

    fleet.beat();

    assertThat(fleet.placed("j1")).isEqualTo(names(3));
    assertThat(fleet.job("j1").progress().done()).isTrue();
  }

  @Test
  void joining_again_does_not_make_a_member_late() {
    fleet.groupOf(3, "g");
    fleet.create(forGroups("j1", "g"));
    fleet.join("g", "t002");

    fleet.beat();

    assertThat(fleet.placed("j1")).isEqualTo(names(3));
  }

  @Test
  void a_thing_that_left_before_the_rollout_reached_it_is_skipped() {
    fleet.groupOf(30, "g");
    fleet.rollOut(with(terms().perMinute(10).get(), forGroups("j1", "g")));
    fleet.leave("g", "t015");
    fleet.leave("g", "t005");

    fleet.beatAfter(MINUTE);
    fleet.beatAfter(MINUTE);

    assertThat(fleet.placed("j1")).hasSize(29).contains("t005").doesNotContain("t015");
    assertThat(fleet.execution("t005", "j1").status()).isEqualTo(QUEUED);
  }

  @Test
  void nested_groups_are_walked_in_name_order_and_members_by_name_within_each() {
    fleet.things("a", "b", "c", "d", "e");
    fleet.group("m");
    fleet.groupBelow("m", "z");
    fleet.groupBelow("z", "a");
    fleet.groupBelow("m", "empty");
    fleet.group("outside");
    fleet.join("z", "a");
    fleet.join("m", "c", "b");
    fleet.join("a", "e");
    fleet.join("outside", "d");

    fleet.rollOut(forGroups("j1", "m"));

    assertThat(fleet.placed("j1")).containsExactly("e", "b", "c", "a");
  }

  @Test
  void a_rollout_through_nested_groups_goes_on_where_it_stood() {
    fleet.group("m");
    fleet.groupBelow("m", "a");
    fleet.groupBelow("m", "z");
    for (String name : names(9)) {
      fleet.things(name);
    }
    fleet.join("a", "t007", "t008", "t009");
    fleet.join("m", "t004", "t005", "t006");
    fleet.join("z", "t001", "t002", "t003");
    fleet.rollOut(with(terms().perMinute(1).get(), forGroups("j1", "m")));

    for (int minute = 1; minute < 10; minute++) {
      fleet.beatAfter(MINUTE);
    }

    assertThat(fleet.placed("j1"))
        .containsExactly("t007", "t008", "t009", "t004", "t005", "t006", "t001", "t002", "t003");
    assertThat(fleet.job("j1").progress().done()).isTrue();
  }

  @Test
  void targets_are_taken_in_the_order_of_the_request() {
    fleet.things("a", "b", "c");
    fleet.group("g");
    fleet.join("g", "b");

    fleet.rollOut(
        newJob(
            "j1",
            List.of(
                new TargetName.OfThing(new ThingName("c")),
                new TargetName.OfGroup(new GroupName("g")),
                new TargetName.OfThing(new ThingName("a")))));

    assertThat(fleet.placed("j1")).containsExactly("c", "b", "a");
  }

  @Test
  void a_thing_in_several_targets_gets_one_execution() {
    fleet.things("a", "b");
    fleet.group("g");
    fleet.group("h");
    fleet.groupBelow("h", "i");
    fleet.join("g", "a", "b");
    fleet.join("i", "a");

    fleet.rollOut(
        newJob(
            "j1",
            List.of(
                new TargetName.OfThing(new ThingName("a")),
                new TargetName.OfGroup(new GroupName("g")),
                new TargetName.OfGroup(new GroupName("h")))));

    assertThat(fleet.placed("j1")).containsExactly("a", "b");
    assertThat(fleet.job("j1").progress().notified()).isEqualTo(2);
  }

  @Test
  void a_thing_in_several_targets_gets_one_execution_also_over_several_batches() {
    fleet.groupOf(300, "g");
    fleet.group("h");
    names(300).forEach(name -> fleet.join("h", name));

    fleet.rollOut(forGroups("j1", "g", "h"));

    assertThat(fleet.placed("j1")).isEqualTo(names(300));
    assertThat(fleet.job("j1").progress().done()).isTrue();
  }

  @Test
  void things_skipped_do_not_use_up_the_rate() {
    fleet.groupOf(20, "g");
    fleet.group("h");
    fleet.things("x", "y");
    names(20).forEach(name -> fleet.join("h", name));
    fleet.join("h", "x", "y");

    fleet.rollOut(with(terms().perMinute(21).get(), forGroups("j1", "g", "h")));

    assertThat(fleet.placed("j1")).hasSize(21).endsWith("x");
    fleet.beatAfter(MINUTE);
    assertThat(fleet.placed("j1")).hasSize(22).endsWith("y");
  }

  @Test
  void a_job_for_an_empty_group_is_complete_at_once() {
    fleet.group("g");

    fleet.rollOut(forGroups("j1", "g"));

    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(fleet.job("j1").life().completedAt()).contains(T0);
    assertThat(fleet.owed()).isEmpty();
  }

  @Test
  void a_job_is_complete_when_its_last_execution_ends() {
    fleet.things("t1", "t2");
    fleet.rollOut(forThings("j1", "t1", "t2"));
    fleet.report("t1", "j1", SUCCEEDED);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.IN_PROGRESS);

    fleet.pass(MINUTE);
    fleet.report("t2", "j1", SUCCEEDED);

    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(fleet.job("j1").life().completedAt()).contains(T0.plus(MINUTE));
  }

  @Test
  void a_job_whose_placed_executions_have_all_ended_is_not_complete_before_its_rollout() {
    fleet.groupOf(3, "g");
    fleet.rollOut(with(terms().perMinute(2).get(), forGroups("j1", "g")));
    fleet.report("t001", "j1", SUCCEEDED);
    fleet.report("t002", "j1", SUCCEEDED);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.IN_PROGRESS);

    fleet.leave("g", "t003");
    fleet.beatAfter(MINUTE);

    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(fleet.job("j1").life().completedAt()).contains(T0.plus(MINUTE));
  }

  @Test
  void a_rollout_whose_last_minute_is_full_is_done_with_it() {
    fleet.groupOf(4, "g");
    fleet.rollOut(with(terms().perMinute(2).get(), forGroups("j1", "g")));
    fleet.beatAfter(MINUTE);

    names(4).forEach(thing -> fleet.report(thing, "j1", SUCCEEDED));

    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_continuous_job_goes_on_after_its_rollout() {
    fleet.things("t1");
    fleet.rollOut(continuous(forThings("j1", "t1")));
    fleet.report("t1", "j1", SUCCEEDED);
    fleet.beat();

    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.IN_PROGRESS);
    assertThat(fleet.job("j1").due()).isEmpty();
  }

  @Test
  void several_jobs_are_rolled_out_side_by_side() {
    fleet.groupOf(250, "g");
    fleet.create(forGroups("j1", "g"));
    fleet.create(with(terms().perMinute(5).get(), forGroups("j2", "g")));

    fleet.beat();

    assertThat(fleet.placed("j1")).hasSize(250);
    assertThat(fleet.placed("j2")).hasSize(5);
    assertThat(fleet.queue("t001")).containsExactly("j1", "j2");
  }

  @Test
  void nothing_is_done_before_anything_is_due() {
    assertThat(fleet.pulse.beat()).isFalse();
  }
}
