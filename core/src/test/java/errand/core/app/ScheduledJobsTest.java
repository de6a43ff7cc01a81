package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.continuous;
import static errand.core.app.Fleet.forGroups;
import static errand.core.app.Fleet.forThings;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static errand.core.app.Fleet.which;
import static errand.core.app.Fleet.with;
import static errand.core.execution.Status.CANCELED;
import static errand.core.execution.Status.FAILED;
import static errand.core.execution.Status.IN_PROGRESS;
import static errand.core.execution.Status.QUEUED;
import static errand.core.execution.Status.SUCCEEDED;
import static errand.core.execution.Status.TIMED_OUT;
import static errand.core.job.TermsSample.terms;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.JobsControl.NewJob;
import errand.core.execution.Commands;
import errand.core.execution.Refusal;
import errand.core.execution.Status;
import errand.core.job.AbortRule;
import errand.core.job.FailureType;
import errand.core.job.JobCommand;
import errand.core.job.JobStatus;
import errand.core.job.RetryRule;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.ThingName;
import errand.core.schedule.Cron;
import errand.core.schedule.EndBehavior;
import errand.core.schedule.Moment;
import errand.core.schedule.Schedule;
import errand.core.schedule.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Starts, ends and windows: control-plane 3.1 and 5. Every test begins at noon. */
class ScheduledJobsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Instant ONE = T0.plus(Duration.ofHours(1));

  // Ten minutes from every full hour on, and it is open at noon.
  private static final Schedule WINDOWS =
      new Schedule(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(
              new Window(Cron.parse("cron(0 * * * ? *)").orElseThrow(), Duration.ofMinutes(10))));

  private final Fleet fleet = new Fleet();

  @BeforeEach
  void a_fleet() {
    fleet.things("t1", "t2", "t3");
    fleet.group("g");
  }

  @AfterEach
  void counters_equal_rows() {
    fleet.checkCounters();
  }

  private static NewJob on(Schedule schedule, NewJob job) {
    return new NewJob(
        job.id(),
        job.namespace(),
        job.targets(),
        job.selection(),
        schedule,
        job.terms(),
        job.source(),
        job.document());
  }

  private static Schedule starting(Instant at) {
    return new Schedule(
        Optional.of(new Moment(at, "then")), Optional.empty(), Optional.empty(), List.of());
  }

  private static Schedule ending(Instant at, EndBehavior behavior) {
    return new Schedule(
        Optional.empty(), Optional.of(new Moment(at, "then")), Optional.of(behavior), List.of());
  }

  private static Schedule windowsEnding(Instant at, EndBehavior behavior) {
    return new Schedule(
        Optional.empty(),
        Optional.of(new Moment(at, "then")),
        Optional.of(behavior),
        WINDOWS.windows());
  }

  private JobStatus status() {
    return fleet.job("j1").status();
  }

  private Status of(String thing) {
    return fleet.execution(thing, "j1").status();
  }

  private void at(Instant then) {
    fleet.beatAfter(Duration.between(fleet.now(), then));
  }

  private void join(String... things) {
    fleet.join("g", things);
  }

  // Starts.

  @Test
  void before_its_start_a_job_is_scheduled_and_places_nothing() {
    fleet.rollOut(on(starting(ONE), forThings("j1", "t1")));

    assertThat(status()).isEqualTo(JobStatus.SCHEDULED);
    assertThat(fleet.job("j1").due()).contains(ONE);
    at(ONE.minus(MILLI));
    assertThat(fleet.executions("j1")).isEmpty();
    at(ONE);
    assertThat(status()).isEqualTo(JobStatus.IN_PROGRESS);
    assertThat(fleet.execution("t1", "j1").origin().queuedAt()).isEqualTo(ONE);
    assertThat(fleet.owed()).containsExactly("t1 list next [j1/1 QUEUED]");
  }

  @Test
  void a_job_whose_start_has_passed_starts_at_once() {
    fleet.rollOut(on(starting(T0), forThings("j1", "t1")));

    assertThat(status()).isEqualTo(JobStatus.IN_PROGRESS);
    assertThat(of("t1")).isEqualTo(QUEUED);
  }

  @Test
  void a_thing_that_joins_before_the_start_gets_one_execution_at_the_start() {
    fleet.rollOut(on(starting(ONE), continuous(forGroups("j1", "g"))));

    join("t1");

    assertThat(fleet.executions("j1")).isEmpty();
    at(ONE);
    assertThat(fleet.placed("j1")).containsExactly("t1");
  }

  // Windows.

  @Test
  void when_its_window_closes_what_waits_is_hidden_and_what_runs_goes_on() {
    fleet.rollOut(on(WINDOWS, continuous(forThings("j1", "t1", "t2"))));
    fleet.startNext("t1");
    fleet.takeNotices();
    assertThat(fleet.job("j1").due()).contains(T0.plus(Duration.ofMinutes(10)));

    at(T0.plus(Duration.ofMinutes(10)));

    assertThat(status()).isEqualTo(JobStatus.SCHEDULED);
    assertThat(fleet.job("j1").due()).contains(ONE);
    assertThat(of("t2")).isEqualTo(QUEUED);
    assertThat(fleet.queue("t2")).isEmpty();
    assertThat(fleet.startNext("t2")).isEmpty();
    assertThat(fleet.owed()).containsExactly("t2 list next []");
    assertThat(fleet.queue("t1")).containsExactly("j1");
    fleet.report("t1", "j1", SUCCEEDED);
    assertThat(of("t1")).isEqualTo(SUCCEEDED);
  }

  @Test
  void outside_its_window_what_waits_cannot_be_reported_on() {
    fleet.rollOut(on(WINDOWS, continuous(forThings("j1", "t1"))));
    at(T0.plus(Duration.ofMinutes(10)));

    Refusal why =
        refused(fleet.devices.update(which("t1", "j1"), Commands.report(IN_PROGRESS), false));

    assertThat(why).isEqualTo(new Refusal.WrongState(fleet.execution("t1", "j1"), "IN_PROGRESS"));
    assertThat(of("t1")).isEqualTo(QUEUED);
  }

  @Test
  void when_its_window_opens_again_what_waits_is_shown() {
    fleet.rollOut(on(WINDOWS, continuous(forThings("j1", "t1"))));
    at(T0.plus(Duration.ofMinutes(10)));
    fleet.takeNotices();

    at(ONE);

    assertThat(status()).isEqualTo(JobStatus.IN_PROGRESS);
    assertThat(fleet.owed()).containsExactly("t1 list next [j1/1 QUEUED]");
    assertThat(fleet.startNext("t1")).contains("j1");
  }

  @Test
  void a_hidden_execution_lets_the_next_job_come_first() {
    fleet.rollOut(on(WINDOWS, continuous(forThings("j1", "t1"))));
    fleet.rollOut(forThings("j2", "t1"));
    fleet.takeNotices();

    at(T0.plus(Duration.ofMinutes(10)));

    assertThat(fleet.owed()).containsExactly("t1 list next [j2/1 QUEUED]");
    assertThat(fleet.queue("t1")).containsExactly("j2");
    at(ONE);
    assertThat(fleet.owed()).containsExactly("t1 list next [j1/1 QUEUED, j2/1 QUEUED]");
  }

  @Test
  void a_rollout_stands_still_between_its_windows_and_goes_on_in_the_next() {
    fleet.groupOf(15, "many");
    fleet.rollOut(
        on(WINDOWS, continuous(with(terms().perMinute(1).get(), forGroups("j1", "many")))));
    for (int minute = 1; minute < 60; minute++) {
      fleet.beatAfter(MINUTE);
    }
    assertThat(fleet.placed("j1")).hasSize(10);

    fleet.beatAfter(MINUTE);
    assertThat(fleet.placed("j1")).hasSize(11);
    for (int minute = 1; minute < 10; minute++) {
      fleet.beatAfter(MINUTE);
    }
    assertThat(fleet.placed("j1")).hasSize(15);
  }

  @Test
  void a_retry_outside_the_window_waits_unseen_for_the_next_one() {
    var retrying = terms().retry(new RetryRule(FailureType.ALL, 1)).get();
    fleet.rollOut(on(WINDOWS, continuous(with(retrying, forThings("j1", "t1")))));
    fleet.startNext("t1");
    at(T0.plus(Duration.ofMinutes(10)));
    fleet.takeNotices();

    fleet.report("t1", "j1", FAILED);

    assertThat(fleet.execution("t1", "j1").key().number()).isEqualTo(2);
    assertThat(fleet.queue("t1")).isEmpty();
    assertThat(fleet.owed()).containsExactly("t1 list next []");
    at(ONE);
    assertThat(fleet.owed()).containsExactly("t1 list next [j1/2 QUEUED]");
  }

  @Test
  void a_thing_that_joins_between_the_windows_waits_unseen_for_the_next_one() {
    fleet.rollOut(on(WINDOWS, continuous(forGroups("j1", "g"))));
    join("t1");
    at(T0.plus(Duration.ofMinutes(10)));
    fleet.takeNotices();

    join("t2");

    assertThat(of("t2")).isEqualTo(QUEUED);
    assertThat(fleet.owed()).isEmpty();
    assertThat(fleet.queue("t2")).isEmpty();
    at(ONE);
    assertThat(fleet.queue("t2")).containsExactly("j1");
  }

  @Test
  void the_first_thing_of_an_empty_group_may_join_between_the_windows() {
    fleet.rollOut(on(WINDOWS, continuous(forGroups("j1", "g"))));
    at(T0.plus(Duration.ofMinutes(10)));

    join("t1");
    at(ONE);

    assertThat(fleet.queue("t1")).containsExactly("j1");
  }

  @Test
  void what_runs_over_the_end_of_a_window_times_out_all_the_same() {
    var timed = terms().timeoutMinutes(15).get();
    fleet.rollOut(on(WINDOWS, continuous(with(timed, forThings("j1", "t1")))));
    fleet.startNext("t1");
    at(T0.plus(Duration.ofMinutes(10)));

    at(T0.plus(Duration.ofMinutes(15)));

    assertThat(of("t1")).isEqualTo(TIMED_OUT);
  }

  @Test
  void a_hidden_execution_of_a_deleted_thing_is_removed_and_nobody_is_told() {
    fleet.rollOut(on(WINDOWS, continuous(forThings("j1", "t1", "t2"))));
    at(T0.plus(Duration.ofMinutes(10)));
    fleet.takeNotices();

    given(fleet.things.delete(new ThingName("t1"), OptionalLong.empty()));

    assertThat(fleet.counts("j1").of(Status.REMOVED)).isEqualTo(1);
    assertThat(fleet.owed()).isEmpty();
  }

  @Test
  void windows_of_many_things_close_and_open_in_batches_with_one_notice_each() {
    fleet.groupOf(450, "many");
    fleet.rollOut(on(WINDOWS, continuous(forGroups("j1", "many"))));
    fleet.takeNotices();

    at(T0.plus(Duration.ofMinutes(10)));
    assertThat(fleet.owed()).hasSize(450).allMatch(line -> line.endsWith("list next []"));
    at(ONE);
    assertThat(fleet.owed()).hasSize(450).allMatch(line -> line.endsWith("[j1/1 QUEUED]"));
  }

  @Test
  void what_is_removed_before_a_closing_window_got_round_to_hide_it_is_told_to_its_thing() {
    fleet.groupOf(450, "many");
    fleet.rollOut(on(WINDOWS, continuous(forGroups("j1", "many"))));
    fleet.pass(Duration.ofMinutes(10));
    fleet.pulse.beat();
    fleet.takeNotices();

    given(fleet.things.delete(new ThingName("t001"), OptionalLong.empty()));
    given(fleet.executions.delete(new ThingName("t002"), fleet.job("j1").id(), 1, false));

    assertThat(fleet.owed()).containsExactly("t001 list next []", "t002 list next []");
  }

  // Ends.

  @ParameterizedTest
  @CsvSource({
    "STOP_ROLLOUT, QUEUED, IN_PROGRESS, IN_PROGRESS",
    "CANCEL, CANCELED, IN_PROGRESS, IN_PROGRESS",
    "FORCE_CANCEL, CANCELED, CANCELED, COMPLETED"
  })
  void at_its_end_a_job_does_as_it_was_told(
      EndBehavior behavior, Status waiting, Status running, JobStatus job) {
    fleet.rollOut(on(ending(ONE, behavior), forThings("j1", "t1", "t2", "t3")));
    fleet.startNext("t1");
    fleet.report("t3", "j1", SUCCEEDED);

    at(ONE.minus(MILLI));
    assertThat(of("t2")).isEqualTo(QUEUED);
    at(ONE);

    assertThat(of("t1")).isEqualTo(running);
    assertThat(of("t2")).isEqualTo(waiting);
    assertThat(of("t3")).isEqualTo(SUCCEEDED);
    assertThat(status()).isEqualTo(job);
  }

  @ParameterizedTest
  @EnumSource(EndBehavior.class)
  void after_its_end_a_job_is_complete_when_all_its_executions_are_over(EndBehavior behavior) {
    fleet.groupOf(3, "many");
    fleet.rollOut(
        on(
            ending(ONE, behavior),
            continuous(with(terms().perMinute(1).get(), forGroups("j1", "many")))));
    fleet.startNext("t001");
    at(ONE);
    for (var each : fleet.executions("j1")) {
      if (each.pending()) {
        fleet.report(each.thing().text(), "j1", SUCCEEDED);
      }
    }

    assertThat(status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(fleet.job("j1").life().completedAt()).contains(ONE);
  }

  @Test
  void a_job_without_executions_is_complete_at_its_end() {
    fleet.rollOut(on(ending(ONE, EndBehavior.CANCEL), continuous(forGroups("j1", "g"))));
    at(ONE);

    assertThat(status()).isEqualTo(JobStatus.COMPLETED);
  }

  @ParameterizedTest
  @EnumSource(EndBehavior.class)
  void after_its_end_nothing_is_placed_any_more(EndBehavior behavior) {
    fleet.groupOf(90, "many");
    var terms = terms().perMinute(1).retry(new RetryRule(FailureType.ALL, 5)).get();
    fleet.rollOut(on(ending(ONE, behavior), continuous(with(terms, forGroups("j1", "many", "g")))));
    fleet.startNext("t001");
    at(ONE);
    int placed = fleet.executions("j1").size();

    join("t1");
    if (fleet.execution("t001", "j1").pending()) {
      fleet.report("t001", "j1", FAILED);
    }
    fleet.beatAfter(MINUTE);

    assertThat(fleet.executions("j1")).hasSize(placed);
  }

  @Test
  void what_fails_after_the_end_and_before_the_beat_is_not_tried_again() {
    var terms = terms().retry(new RetryRule(FailureType.ALL, 5)).get();
    fleet.rollOut(on(ending(ONE, EndBehavior.STOP_ROLLOUT), with(terms, forThings("j1", "t1"))));
    fleet.startNext("t1");
    fleet.pass(Duration.ofHours(1));

    fleet.report("t1", "j1", FAILED);

    assertThat(fleet.executions("j1")).hasSize(1);
  }

  @Test
  void nobody_joins_after_the_end_and_before_the_beat() {
    fleet.rollOut(on(ending(ONE, EndBehavior.STOP_ROLLOUT), continuous(forGroups("j1", "g"))));
    fleet.pass(Duration.ofHours(1));

    join("t1");

    assertThat(fleet.executions("j1")).isEmpty();
  }

  @Test
  void with_windows_what_waits_after_the_end_can_be_started_at_any_time() {
    fleet.rollOut(
        on(
            windowsEnding(T0.plus(Duration.ofMinutes(30)), EndBehavior.STOP_ROLLOUT),
            continuous(forThings("j1", "t1"))));
    at(T0.plus(Duration.ofMinutes(10)));
    fleet.takeNotices();

    at(T0.plus(Duration.ofMinutes(30)));

    assertThat(fleet.owed()).containsExactly("t1 list next [j1/1 QUEUED]");
    at(T0.plus(Duration.ofMinutes(45)));
    assertThat(fleet.startNext("t1")).contains("j1");
    fleet.report("t1", "j1", SUCCEEDED);
    assertThat(status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void an_end_outside_the_windows_calls_off_what_waits_unseen() {
    fleet.rollOut(
        on(
            windowsEnding(T0.plus(Duration.ofMinutes(30)), EndBehavior.CANCEL),
            continuous(forThings("j1", "t1"))));
    at(T0.plus(Duration.ofMinutes(10)));

    at(T0.plus(Duration.ofMinutes(30)));

    assertThat(of("t1")).isEqualTo(CANCELED);
    assertThat(status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_job_cancelled_outside_its_window_shows_nothing_before_it_is_called_off() {
    fleet.groupOf(Chores.BATCH + 1, "many");
    fleet.rollOut(on(WINDOWS, continuous(forGroups("j1", "many"))));
    at(T0.plus(Duration.ofMinutes(10)));
    fleet.takeNotices();

    given(
        fleet.control.cancel(
            new JobId("j1"), new JobCommand.Cancel(false, Optional.empty(), Optional.empty())));

    assertOneLeftUnseen();
    fleet.beat();
    assertThat(fleet.counts("j1").of(CANCELED)).isEqualTo(Chores.BATCH + 1);
    assertThat(fleet.owed()).isEmpty();
  }

  @Test
  void a_job_that_ends_outside_its_window_shows_nothing_before_it_is_called_off() {
    fleet.groupOf(Chores.BATCH + 1, "many");
    fleet.rollOut(
        on(
            windowsEnding(T0.plus(Duration.ofMinutes(30)), EndBehavior.CANCEL),
            continuous(forGroups("j1", "many"))));
    at(T0.plus(Duration.ofMinutes(10)));
    fleet.takeNotices();

    fleet.pass(Duration.ofMinutes(20));
    fleet.pulse.beat();

    assertOneLeftUnseen();
    fleet.beat();
    assertThat(status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(fleet.owed()).isEmpty();
  }

  private void assertOneLeftUnseen() {
    List<String> waiting =
        fleet.executions("j1").stream()
            .filter(each -> each.status() == QUEUED)
            .map(each -> each.thing().text())
            .toList();
    assertThat(waiting).hasSize(1);
    assertThat(fleet.queue(waiting.getFirst())).isEmpty();
    assertThat(fleet.startNext(waiting.getFirst())).isEmpty();
    assertThat(fleet.owed()).isEmpty();
  }

  @Test
  void a_group_deleted_after_the_end_is_left_by_its_things_all_the_same() {
    join("t1");
    fleet.rollOut(on(ending(ONE, EndBehavior.STOP_ROLLOUT), continuous(forGroups("j1", "g"))));
    at(ONE);

    given(fleet.groups.delete(new GroupName("g"), OptionalLong.empty()));
    fleet.beat();

    assertThat(of("t1")).isEqualTo(Status.REMOVED);
    assertThat(status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_forced_end_that_an_abort_interrupts_calls_off_what_runs_all_the_same() {
    fleet.groupOf(450, "many");
    var terms = terms().abort(new AbortRule(FailureType.FAILED, 1, 100)).get();
    fleet.rollOut(on(ending(ONE, EndBehavior.FORCE_CANCEL), with(terms, forGroups("j1", "many"))));
    fleet.report("t001", "j1", FAILED);
    Fleet.names(300).subList(1, 300).forEach(fleet::startNext);

    at(ONE);

    assertThat(fleet.counts("j1").pending()).isZero();
    assertThat(fleet.counts("j1").of(CANCELED)).isEqualTo(449);
  }

  @Test
  void a_cancelled_job_has_no_end() {
    fleet.rollOut(on(ending(ONE, EndBehavior.CANCEL), forThings("j1", "t1")));
    given(
        fleet.control.cancel(
            fleet.job("j1").id(),
            new JobCommand.Cancel(false, Optional.empty(), Optional.empty())));

    at(ONE);

    assertThat(status()).isEqualTo(JobStatus.CANCELED);
  }
}
