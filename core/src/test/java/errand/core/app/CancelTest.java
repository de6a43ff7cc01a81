package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.forGroups;
import static errand.core.app.Fleet.forThings;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.names;
import static errand.core.app.Fleet.refused;
import static errand.core.app.Fleet.with;
import static errand.core.execution.Status.CANCELED;
import static errand.core.execution.Status.FAILED;
import static errand.core.execution.Status.IN_PROGRESS;
import static errand.core.execution.Status.QUEUED;
import static errand.core.execution.Status.SUCCEEDED;
import static errand.core.job.TermsSample.terms;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.ControlRefusal.Why;
import errand.core.job.Counts;
import errand.core.job.FailureType;
import errand.core.job.Flags;
import errand.core.job.Job;
import errand.core.job.JobCommand;
import errand.core.job.JobStatus;
import errand.core.job.Life;
import errand.core.job.RetryRule;
import errand.core.name.JobId;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CancelJob: control-plane 2.7, 3.1. */
class CancelTest {
  private static final JobCommand.Cancel GENTLE =
      new JobCommand.Cancel(false, Optional.of("RECALL"), Optional.of("wrong image"));
  private static final JobCommand.Cancel FORCED =
      new JobCommand.Cancel(true, Optional.empty(), Optional.empty());
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Fleet fleet = new Fleet();

  @AfterEach
  void counters_equal_rows() {
    fleet.checkCounters();
  }

  private Job cancel(JobCommand.Cancel cancel) {
    return given(fleet.control.cancel(new JobId("j1"), cancel));
  }

  private static Counts counts(long queued, long running, long succeeded, long canceled) {
    return new Counts(
        Map.of(QUEUED, queued, IN_PROGRESS, running, SUCCEEDED, succeeded, CANCELED, canceled));
  }

  @Test
  void a_cancel_calls_off_what_waits_and_leaves_what_runs_or_is_over() {
    fleet.things("t1", "t2", "t3");
    fleet.rollOut(forThings("j1", "t1", "t2", "t3"));
    fleet.startNext("t1");
    fleet.report("t2", "j1", SUCCEEDED);
    Life created = fleet.job("j1").life();
    fleet.pass(MINUTE);

    Job canceled = cancel(GENTLE);

    assertThat(canceled.life())
        .isEqualTo(
            new Life(
                JobStatus.CANCELED,
                T0,
                created.order(),
                T0.plus(MINUTE),
                Optional.of(T0.plus(MINUTE)),
                Optional.of("RECALL"),
                Optional.of("wrong image"),
                Flags.NONE));
    assertThat(fleet.job("j1")).isEqualTo(canceled);
    assertThat(fleet.counts("j1")).isEqualTo(counts(0, 1, 1, 1));
    assertThat(fleet.execution("t3", "j1").status()).isEqualTo(CANCELED);
    assertThat(fleet.execution("t3", "j1").version()).isEqualTo(2);
    assertThat(fleet.execution("t3", "j1").forced()).isFalse();
  }

  @Test
  void a_forced_cancel_calls_off_what_runs_too() {
    fleet.things("t1", "t2", "t3");
    fleet.rollOut(forThings("j1", "t1", "t2", "t3"));
    fleet.startNext("t1");
    fleet.report("t2", "j1", SUCCEEDED);

    Job canceled = cancel(FORCED);

    assertThat(canceled.life().flags().forceCanceled()).isTrue();
    assertThat(fleet.counts("j1")).isEqualTo(counts(0, 0, 1, 2));
    assertThat(fleet.execution("t1", "j1").forced()).isTrue();
    assertThat(fleet.execution("t1", "j1").version()).isEqualTo(3);
  }

  @Test
  void what_runs_on_may_finish_while_the_job_stays_cancelled() {
    fleet.things("t1");
    fleet.rollOut(
        with(terms().retry(new RetryRule(FailureType.ALL, 10)).get(), forThings("j1", "t1")));
    fleet.startNext("t1");
    Job canceled = cancel(GENTLE);

    fleet.report("t1", "j1", FAILED);

    assertThat(fleet.job("j1")).isEqualTo(canceled);
    assertThat(fleet.queue("t1")).isEmpty();
    assertThat(fleet.executions("j1")).hasSize(1);
  }

  @Test
  void a_cancel_tells_each_thing_whose_queue_it_changed() {
    fleet.things("t1", "t2", "t3");
    fleet.rollOut(forThings("j0", "t2"));
    fleet.rollOut(forThings("j1", "t1", "t2", "t3"));
    fleet.report("t3", "j1", IN_PROGRESS);
    fleet.takeNotices();

    cancel(GENTLE);

    assertThat(fleet.owed()).containsExactlyInAnyOrder("t1 list next []", "t2 list [j0/1 QUEUED]");
  }

  @Test
  void a_cancel_before_the_first_beat_places_nothing_ever() {
    fleet.things("t1");
    fleet.create(forThings("j1", "t1"));

    Job canceled = cancel(GENTLE);
    fleet.beatAfter(MINUTE);

    assertThat(canceled.life().completedAt()).contains(T0);
    assertThat(fleet.job("j1").life()).isEqualTo(canceled.life());
    assertThat(fleet.executions("j1")).isEmpty();
  }

  @Test
  void a_cancel_stops_a_rollout() {
    fleet.groupOf(30, "g");
    fleet.rollOut(with(terms().perMinute(10).get(), forGroups("j1", "g")));

    cancel(GENTLE);
    fleet.beatAfter(MINUTE);
    fleet.beatAfter(MINUTE);

    assertThat(fleet.counts("j1")).isEqualTo(counts(0, 0, 0, 10));
    assertThat(fleet.job("j1").concurrent()).isFalse();
  }

  @Test
  void of_many_the_first_fifty_are_called_off_at_once_and_the_rest_by_the_pulse() {
    fleet.groupOf(120, "g");
    fleet.rollOut(forGroups("j1", "g"));

    Job canceled = cancel(GENTLE);

    assertThat(canceled.life().completedAt()).isEmpty();
    assertThat(canceled.concurrent()).isTrue();
    assertThat(fleet.counts("j1")).isEqualTo(counts(70, 0, 0, 50));
    fleet.pass(MINUTE);
    assertThat(fleet.pulse.beat()).isTrue();
    assertThat(fleet.counts("j1")).isEqualTo(counts(20, 0, 0, 100));
    assertThat(fleet.job("j1").life().completedAt()).isEmpty();
    assertThat(fleet.pulse.beat()).isTrue();
    assertThat(fleet.counts("j1")).isEqualTo(counts(0, 0, 0, 120));
    assertThat(fleet.job("j1").life().completedAt()).contains(T0.plus(MINUTE));
    assertThat(fleet.job("j1").concurrent()).isFalse();
    assertThat(fleet.pulse.beat()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {49, 50, 51})
  void every_number_is_called_off_to_the_last(int size) {
    fleet.groupOf(size, "g");
    fleet.rollOut(forGroups("j1", "g"));

    Job canceled = cancel(GENTLE);
    boolean atOnce = canceled.life().completedAt().isPresent();
    fleet.beat();

    assertThat(atOnce).isEqualTo(size < 50);
    assertThat(fleet.counts("j1")).isEqualTo(counts(0, 0, 0, size));
    assertThat(fleet.job("j1").life().completedAt()).contains(T0);
    assertThat(fleet.job("j1").due()).contains(T0.plus(Backstage.KEPT));
  }

  @Test
  void a_forced_cancel_of_many_takes_the_waiting_ones_first_and_then_the_running_ones() {
    fleet.groupOf(120, "g");
    fleet.rollOut(forGroups("j1", "g"));
    names(120).subList(0, 80).forEach(fleet::startNext);

    cancel(FORCED);

    assertThat(fleet.counts("j1")).isEqualTo(counts(0, 70, 0, 50));
    fleet.beat();
    assertThat(fleet.counts("j1")).isEqualTo(counts(0, 0, 0, 120));
    assertThat(fleet.job("j1").life().completedAt()).contains(T0);
    assertThat(fleet.executions("j1")).allMatch(each -> each.forced());
  }

  @Test
  void a_device_may_be_faster_than_the_sweep() {
    fleet.groupOf(450, "g");
    fleet.rollOut(forGroups("j1", "g"));
    cancel(GENTLE);
    String waiting =
        fleet.executions("j1").stream()
            .filter(each -> each.status() == QUEUED)
            .findFirst()
            .map(each -> each.thing().text())
            .orElseThrow();

    fleet.report(waiting, "j1", SUCCEEDED);
    fleet.beat();

    assertThat(fleet.counts("j1")).isEqualTo(counts(0, 0, 1, 449));
    assertThat(fleet.job("j1").status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  void a_job_that_is_over_cannot_be_cancelled() {
    fleet.things("t1");
    fleet.rollOut(forThings("j1", "t1"));
    fleet.report("t1", "j1", SUCCEEDED);

    assertThat(refused(fleet.control.cancel(new JobId("j1"), FORCED)))
        .isEqualTo(
            new ControlRefusal(Why.INVALID, "Job j1 in status COMPLETED cannot be canceled."));
  }

  @Test
  void a_job_cannot_be_cancelled_twice() {
    fleet.things("t1");
    fleet.rollOut(forThings("j1", "t1"));
    Job canceled = cancel(GENTLE);

    assertThat(refused(fleet.control.cancel(new JobId("j1"), FORCED)).why()).isEqualTo(Why.INVALID);
    assertThat(fleet.job("j1")).isEqualTo(canceled);
  }

  @Test
  void an_unknown_job_cannot_be_cancelled() {
    assertThat(refused(fleet.control.cancel(new JobId("j1"), GENTLE)))
        .isEqualTo(new ControlRefusal(Why.NOT_FOUND, "Job j1 cannot be found."));
  }
}
