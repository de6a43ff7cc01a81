package errand.core.app;

import static errand.core.app.Fleet.continuous;
import static errand.core.app.Fleet.forGroups;
import static errand.core.app.Fleet.forThings;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static errand.core.app.Fleet.which;
import static errand.core.app.Fleet.with;
import static errand.core.execution.Status.FAILED;
import static errand.core.execution.Status.IN_PROGRESS;
import static errand.core.execution.Status.QUEUED;
import static errand.core.execution.Status.REMOVED;
import static errand.core.execution.Status.SUCCEEDED;
import static errand.core.job.TermsSample.terms;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.execution.Commands;
import errand.core.execution.Execution;
import errand.core.execution.Refusal;
import errand.core.execution.Status;
import errand.core.job.AbortRule;
import errand.core.job.FailureType;
import errand.core.job.JobCommand;
import errand.core.job.JobStatus;
import errand.core.job.RetryRule;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Things and groups that come and go: control-plane 3.3 and 3.4. */
class JoinsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Fleet fleet = new Fleet();

  @BeforeEach
  void a_fleet() {
    fleet.things("t1", "t2");
    fleet.group("g");
    fleet.group("h");
    fleet.groupBelow("g", "below");
  }

  @AfterEach
  void counters_equal_rows() {
    fleet.checkCounters();
  }

  private void join(String thing, String group) {
    fleet.join(group, thing);
  }

  private void leave(String thing, String group) {
    fleet.leave(group, thing);
  }

  private void deleteThing(String name) {
    given(fleet.things.delete(new ThingName(name), OptionalLong.empty()));
  }

  private void deleteGroup(String name) {
    given(fleet.groups.delete(new GroupName(name), OptionalLong.empty()));
  }

  private void onGroups(String... names) {
    fleet.rollOut(continuous(forGroups("j1", names)));
    fleet.takeNotices();
  }

  /** Such as {@code 2 QUEUED, 1 SUCCEEDED}, newest first. */
  private List<String> runs(String thing) {
    return fleet.executions("j1").stream()
        .filter(each -> each.thing().text().equals(thing))
        .map(each -> each.key().number() + " " + each.status())
        .toList();
  }

  // Joining.

  @Test
  void a_thing_that_joins_gets_its_execution_at_once_whatever_the_rate() {
    fleet.things("t3", "t4");
    fleet.rollOut(continuous(with(terms().perMinute(1).get(), forGroups("j1", "g"))));

    List.of("t1", "t2", "t3").forEach(thing -> join(thing, "g"));

    assertThat(fleet.placed("j1")).containsExactly("t1", "t2", "t3");
    assertThat(fleet.owed())
        .containsExactly(
            "t1 list next [j1/1 QUEUED]",
            "t2 list next [j1/1 QUEUED]",
            "t3 list next [j1/1 QUEUED]");
  }

  @Test
  void a_join_before_the_first_beat_gets_one_execution() {
    fleet.create(continuous(forGroups("j1", "g")));

    join("t1", "g");
    fleet.beat();

    assertThat(runs("t1")).containsExactly("1 QUEUED");
  }

  @Test
  void a_thing_that_joins_a_group_below_the_target_has_joined() {
    onGroups("g");

    join("t1", "below");

    assertThat(runs("t1")).containsExactly("1 QUEUED");
  }

  @Test
  void being_added_again_is_no_join() {
    join("t1", "g");
    onGroups("g");
    fleet.report("t1", "j1", SUCCEEDED);

    join("t1", "g");

    assertThat(runs("t1")).containsExactly("1 SUCCEEDED");
  }

  @Test
  void a_join_of_another_group_is_not_for_the_job() {
    onGroups("g");

    join("t1", "h");

    assertThat(fleet.executions("j1")).isEmpty();
  }

  @Test
  void a_snapshot_takes_nobody_who_joins_later() {
    fleet.rollOut(forGroups("j1", "g", "h"));
    fleet.create(forGroups("j2", "g"));

    join("t1", "g");
    fleet.beat();

    assertThat(fleet.executions("j1")).isEmpty();
    assertThat(fleet.executions("j2")).isEmpty();
  }

  @Test
  void nobody_joins_a_job_that_is_over() {
    onGroups("g");
    given(
        fleet.control.cancel(
            fleet.job("j1").id(),
            new JobCommand.Cancel(false, Optional.empty(), Optional.empty())));

    join("t1", "g");

    assertThat(fleet.executions("j1")).isEmpty();
  }

  // Leaving.

  @Test
  void what_waits_on_a_thing_that_leaves_is_removed_and_the_thing_is_told() {
    join("t1", "g");
    onGroups("g");

    leave("t1", "g");

    assertThat(runs("t1")).containsExactly("1 REMOVED");
    assertThat(fleet.execution("t1", "j1").version()).isEqualTo(1);
    assertThat(fleet.owed()).containsExactly("t1 list next []");
  }

  @Test
  void what_runs_on_a_thing_that_leaves_may_finish() {
    join("t1", "g");
    onGroups("g");
    fleet.startNext("t1");

    leave("t1", "g");

    assertThat(runs("t1")).containsExactly("1 IN_PROGRESS");
    fleet.report("t1", "j1", SUCCEEDED);
    assertThat(runs("t1")).containsExactly("1 SUCCEEDED");
  }

  @Test
  void what_is_over_on_a_thing_that_leaves_stays() {
    join("t1", "g");
    onGroups("g");
    fleet.report("t1", "j1", FAILED);

    leave("t1", "g");

    assertThat(runs("t1")).containsExactly("1 FAILED");
    assertThat(fleet.owed()).hasSize(1);
  }

  @Test
  void a_thing_that_left_tries_nothing_again() {
    join("t1", "g");
    fleet.rollOut(
        continuous(
            with(terms().retry(new RetryRule(FailureType.ALL, 5)).get(), forGroups("j1", "g"))));
    fleet.startNext("t1");
    leave("t1", "g");

    fleet.report("t1", "j1", FAILED);

    assertThat(runs("t1")).containsExactly("1 FAILED");
  }

  @Test
  void a_thing_in_two_targets_that_leaves_one_goes_on() {
    join("t1", "g");
    join("t1", "h");
    onGroups("g", "h");

    leave("t1", "g");

    assertThat(runs("t1")).containsExactly("1 QUEUED");
    assertThat(fleet.owed()).isEmpty();
    leave("t1", "h");
    assertThat(runs("t1")).containsExactly("1 REMOVED");
  }

  @Test
  void a_thing_that_leaves_the_group_below_leaves_the_target() {
    join("t1", "below");
    onGroups("g");

    leave("t1", "below");

    assertThat(runs("t1")).containsExactly("1 REMOVED");
  }

  @Test
  void a_thing_that_is_a_target_itself_does_not_leave_by_its_group() {
    join("t1", "g");
    fleet.rollOut(
        continuous(
            Fleet.newJob(
                "j1",
                List.of(
                    new JobsControl.TargetName.OfThing(new ThingName("t1")),
                    new JobsControl.TargetName.OfGroup(new GroupName("g"))))));

    leave("t1", "g");

    assertThat(runs("t1")).containsExactly("1 QUEUED");
  }

  @Test
  void who_leaves_a_snapshots_group_keeps_what_is_placed() {
    join("t1", "g");
    fleet.rollOut(forGroups("j1", "g"));

    leave("t1", "g");

    assertThat(runs("t1")).containsExactly("1 QUEUED");
  }

  // Coming back.

  @Test
  void a_thing_that_rejoins_runs_the_job_again() {
    join("t1", "g");
    onGroups("g");
    fleet.report("t1", "j1", SUCCEEDED);
    leave("t1", "g");

    join("t1", "g");

    assertThat(runs("t1")).containsExactly("2 QUEUED", "1 SUCCEEDED");
    assertThat(fleet.execution("t1", "j1").origin().attempt()).isZero();
    assertThat(fleet.counts("j1").things(SUCCEEDED)).isZero();
    assertThat(fleet.counts("j1").things(QUEUED)).isEqualTo(1);
  }

  @Test
  void a_thing_that_rejoins_after_it_was_removed_gets_the_next_number() {
    join("t1", "g");
    onGroups("g");
    leave("t1", "g");

    join("t1", "g");

    assertThat(runs("t1")).containsExactly("2 QUEUED", "1 REMOVED");
  }

  @Test
  void a_thing_that_rejoins_while_it_runs_gets_nothing_new_then_or_later() {
    join("t1", "g");
    onGroups("g");
    fleet.startNext("t1");
    leave("t1", "g");

    join("t1", "g");
    fleet.report("t1", "j1", SUCCEEDED);
    fleet.beatAfter(MINUTE);

    assertThat(runs("t1")).containsExactly("1 SUCCEEDED");
  }

  @Test
  void a_rejoin_starts_a_new_budget_of_retries() {
    join("t1", "g");
    fleet.rollOut(
        continuous(
            with(terms().retry(new RetryRule(FailureType.ALL, 1)).get(), forGroups("j1", "g"))));
    fleet.report("t1", "j1", FAILED);
    fleet.report("t1", "j1", FAILED);
    leave("t1", "g");
    join("t1", "g");

    fleet.report("t1", "j1", FAILED);
    fleet.report("t1", "j1", FAILED);

    assertThat(runs("t1")).containsExactly("4 FAILED", "3 FAILED", "2 FAILED", "1 FAILED");
    assertThat(fleet.execution("t1", "j1").origin().attempt()).isEqualTo(1);
  }

  @Test
  void a_thing_that_finished_by_one_group_runs_again_by_another() {
    join("t1", "g");
    onGroups("g", "h");
    fleet.report("t1", "j1", SUCCEEDED);

    join("t1", "h");

    assertThat(runs("t1")).containsExactly("2 QUEUED", "1 SUCCEEDED");
  }

  // Deleted things and groups.

  @Test
  void what_a_deleted_thing_has_not_finished_is_removed_of_every_job() {
    fleet.rollOut(forThings("j1", "t1", "t2"));
    fleet.rollOut(continuous(forThings("j2", "t1")));
    fleet.report("t2", "j1", SUCCEEDED);
    fleet.startNext("t1");

    deleteThing("t1");

    assertThat(runs("t1")).containsExactly("1 REMOVED");
    assertThat(fleet.executions("j2")).extracting(Execution::status).containsExactly(REMOVED);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(fleet.job("j2").status()).isEqualTo(JobStatus.IN_PROGRESS);
  }

  @Test
  void what_a_deleted_thing_had_finished_stays_in_the_list_of_the_job() {
    fleet.rollOut(forThings("j1", "t1", "t2"));
    fleet.report("t1", "j1", FAILED);

    deleteThing("t1");

    assertThat(runs("t1")).containsExactly("1 FAILED");
    assertThat(fleet.counts("j1").of(FAILED)).isEqualTo(1);
  }

  @Test
  void a_namesake_starts_clean() {
    fleet.rollOut(continuous(forGroups("j1", "g")));
    join("t1", "g");
    deleteThing("t1");
    fleet.things("t1");

    assertThat(fleet.queue("t1")).isEmpty();
    Refusal none = refused(fleet.devices.update(which("t1", "j1"), Commands.report(FAILED), false));
    assertThat(none).isEqualTo(Fleet.noExecution("t1", "j1"));
    join("t1", "g");

    assertThat(fleet.execution("t1", "j1").key().number()).isEqualTo(1);
    assertThat(fleet.counts("j1").of(REMOVED)).isEqualTo(1);
    deleteThing("t1");
  }

  @Test
  void a_deleted_group_is_left_by_all_its_things() {
    join("t1", "h");
    join("t2", "h");
    join("t2", "g");
    onGroups("g", "h");

    deleteGroup("h");
    fleet.beat();

    assertThat(runs("t1")).containsExactly("1 REMOVED");
    assertThat(runs("t2")).containsExactly("1 QUEUED");
    assertThat(fleet.owed()).containsExactly("t1 list next []");
  }

  @Test
  void a_deleted_group_below_a_target_is_left_by_all_its_things() {
    join("t1", "below");
    onGroups("g");

    deleteGroup("below");
    fleet.beat();

    assertThat(runs("t1")).containsExactly("1 REMOVED");
  }

  @Test
  void a_deleted_group_changes_nothing_for_a_snapshot() {
    join("t1", "h");
    fleet.rollOut(forGroups("j1", "h"));

    deleteGroup("h");
    fleet.beat();

    assertThat(runs("t1")).containsExactly("1 QUEUED");
  }

  @Test
  void a_deleted_group_whose_removals_abort_the_job_calls_off_the_rest() {
    fleet.things("t3");
    List.of("t1", "t2", "t3").forEach(thing -> join(thing, "g"));
    join("t2", "h");
    fleet.rollOut(
        continuous(
            with(
                terms().abort(new AbortRule(FailureType.FAILED, 5000, 2)).get(),
                forGroups("j1", "g", "h"))));
    fleet.report("t3", "j1", FAILED);
    deleteGroup("below");
    fleet.beat();

    deleteGroup("g");
    fleet.beat();

    assertThat(runs("t1")).containsExactly("1 REMOVED");
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.CANCELED);
    assertThat(runs("t2")).containsExactly("1 CANCELED");
    assertThat(fleet.job("j1").chores()).isEmpty();
  }

  @Test
  void many_things_of_a_deleted_group_leave_in_batches() {
    fleet.groupOf(450, "many");
    onGroups("many");
    Fleet.names(10).forEach(fleet::startNext);

    deleteGroup("many");
    fleet.beat();

    assertThat(fleet.counts("j1").of(REMOVED)).isEqualTo(440);
    assertThat(fleet.counts("j1").of(IN_PROGRESS)).isEqualTo(10);
    assertThat(fleet.job("j1").chores()).isEmpty();
  }

  private static List<Status> statuses(List<Execution> executions) {
    return executions.stream().map(Execution::status).toList();
  }

  @Test
  void a_thing_deleted_before_the_rollout_reached_it_is_skipped() {
    join("t1", "g");
    join("t2", "g");
    fleet.rollOut(with(terms().perMinute(1).get(), forGroups("j1", "g")));

    deleteThing("t2");
    fleet.beatAfter(MINUTE);
    fleet.report("t1", "j1", SUCCEEDED);

    assertThat(statuses(fleet.executions("j1"))).containsExactly(SUCCEEDED);
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.COMPLETED);
  }
}
