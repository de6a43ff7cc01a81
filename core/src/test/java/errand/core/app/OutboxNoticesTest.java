package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.forGroups;
import static errand.core.app.Fleet.forThings;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.in;
import static errand.core.app.Fleet.which;
import static errand.core.app.Fleet.with;
import static errand.core.execution.Commands.details;
import static errand.core.execution.Commands.minutes;
import static errand.core.execution.Commands.report;
import static errand.core.execution.Commands.start;
import static errand.core.execution.Status.FAILED;
import static errand.core.execution.Status.IN_PROGRESS;
import static errand.core.execution.Status.REJECTED;
import static errand.core.execution.Status.SUCCEEDED;
import static errand.core.job.TermsSample.terms;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.execution.Notice;
import errand.core.job.AbortRule;
import errand.core.job.FailureType;
import errand.core.job.RetryRule;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each use case owes the subscribers: device-protocol 4.4, through the outbox. */
class OutboxNoticesTest {
  private static final ThingName T1 = new ThingName("t1");

  private final Fleet fleet = new Fleet();

  @BeforeEach
  void things() {
    fleet.things("t1", "t2");
  }

  /** Two executions wait on t1, and what that owed is gone. */
  private void twoWait() {
    fleet.rollOut(forThings("j1", "t1"));
    fleet.rollOut(forThings("j2", "t1"));
    fleet.takeNotices();
  }

  @Test
  void placing_the_first_execution_owes_both_and_a_second_one_the_list() {
    fleet.rollOut(forThings("j1", "t1"));
    assertThat(fleet.owed()).containsExactly("t1 list next [j1/1 QUEUED]");

    fleet.rollOut(forThings("j2", "t1"));
    assertThat(fleet.owed()).containsExactly("t1 list [j1/1 QUEUED, j2/1 QUEUED]");
  }

  @Test
  void a_notice_says_when_and_shows_the_executions_as_committed() {
    fleet.create(forThings("j1", "t1"));
    fleet.beatAfter(Duration.ofSeconds(9));

    assertThat(fleet.takeNotices())
        .containsExactly(
            new Notice(
                T1,
                Namespace.NONE,
                T0.plusSeconds(9),
                true,
                true,
                List.of(fleet.execution("t1", "j1"))));
  }

  @Test
  void a_rollout_owes_every_thing_one_notice_in_the_order_of_placement() {
    fleet.groupOf(250, "g");

    fleet.rollOut(forGroups("j1", "g"));

    assertThat(fleet.owed())
        .isEqualTo(
            Fleet.names(250).stream().map(name -> name + " list next [j1/1 QUEUED]").toList());
  }

  @Test
  void starting_the_head_owes_nothing_by_either_way() {
    twoWait();
    fleet.startNext("t1");
    assertThat(fleet.owed()).isEmpty();

    fleet.rollOut(forThings("j3", "t2"));
    fleet.takeNotices();
    fleet.report("t2", "j3", IN_PROGRESS);
    assertThat(fleet.owed()).isEmpty();
  }

  @Test
  void starting_another_one_first_owes_the_next() {
    twoWait();

    fleet.report("t1", "j2", IN_PROGRESS);

    assertThat(fleet.owed()).containsExactly("t1 next [j2/1 IN_PROGRESS, j1/1 QUEUED]");
  }

  @Test
  void starting_one_queued_before_the_running_one_owes_the_next() {
    twoWait();
    fleet.report("t1", "j2", IN_PROGRESS);
    fleet.takeNotices();

    fleet.report("t1", "j1", IN_PROGRESS);

    assertThat(fleet.owed()).containsExactly("t1 next [j1/1 IN_PROGRESS, j2/1 IN_PROGRESS]");
  }

  @Test
  void starting_one_behind_the_running_one_owes_nothing() {
    twoWait();
    fleet.startNext("t1");

    fleet.report("t1", "j2", IN_PROGRESS);

    assertThat(fleet.owed()).isEmpty();
  }

  @Test
  void progress_timers_and_repeated_starts_owe_nothing() {
    twoWait();
    fleet.startNext("t1");

    given(fleet.devices.update(which("t1", "j1"), report(IN_PROGRESS, details("a", "b")), true));
    given(fleet.devices.update(which("t1", "j1"), report(IN_PROGRESS, minutes(5)), true));
    given(fleet.devices.startNext(T1, Namespace.NONE, start(minutes(7))));
    fleet.startNext("t1");

    assertThat(fleet.owed()).isEmpty();
  }

  @Test
  void reads_and_refusals_owe_nothing_and_ring_nobody() {
    twoWait();
    fleet.startNext("t1");
    int rung = fleet.bell.notices.get();

    given(fleet.devices.pending(T1, Namespace.NONE));
    given(fleet.devices.describeNext(T1, Namespace.NONE, true));
    given(fleet.devices.describe(which("t1", "j2"), true));
    Fleet.refused(fleet.devices.update(which("t1", "j9"), report(FAILED), true));

    assertThat(fleet.owed()).isEmpty();
    assertThat(fleet.bell.notices).hasValue(rung);
  }

  @Test
  void what_is_owed_rings_the_bell() {
    twoWait();
    int rung = fleet.bell.notices.get();

    fleet.report("t1", "j1", SUCCEEDED);

    assertThat(fleet.bell.notices).hasValue(rung + 1);
  }

  @Test
  void the_head_that_ends_owes_both_and_so_does_the_last_one() {
    twoWait();

    fleet.report("t1", "j1", SUCCEEDED);
    fleet.report("t1", "j2", REJECTED);

    assertThat(fleet.owed()).containsExactly("t1 list next [j2/1 QUEUED]", "t1 list next []");
  }

  @Test
  void another_one_that_ends_owes_the_list() {
    twoWait();

    fleet.report("t1", "j2", FAILED);

    assertThat(fleet.owed()).containsExactly("t1 list [j1/1 QUEUED]");
  }

  @Test
  void a_failure_with_its_retry_owes_one_notice() {
    fleet.rollOut(
        with(terms().retry(new RetryRule(FailureType.FAILED, 1)).get(), forThings("j1", "t1")));
    fleet.startNext("t1");
    fleet.takeNotices();

    fleet.report("t1", "j1", FAILED);

    assertThat(fleet.owed()).containsExactly("t1 list next [j1/2 QUEUED]");
  }

  @Test
  void a_failure_whose_retry_stands_behind_another_owes_one_notice() {
    fleet.rollOut(
        with(terms().retry(new RetryRule(FailureType.FAILED, 1)).get(), forThings("j1", "t1")));
    fleet.rollOut(forThings("j2", "t1"));
    fleet.startNext("t1");
    fleet.takeNotices();

    fleet.report("t1", "j1", FAILED);

    assertThat(fleet.owed()).containsExactly("t1 list next [j2/1 QUEUED, j1/2 QUEUED]");
  }

  @Test
  void timeouts_owe_each_thing_a_notice() {
    fleet.rollOut(with(terms().timeoutMinutes(5).get(), forThings("j1", "t1", "t2")));
    fleet.startNext("t1");
    fleet.startNext("t2");
    fleet.takeNotices();

    fleet.beatAfter(Duration.ofMinutes(5));

    assertThat(fleet.owed()).containsExactlyInAnyOrder("t1 list next []", "t2 list next []");
  }

  @Test
  void two_timeouts_of_one_thing_in_one_transaction_owe_one_notice() {
    fleet.rollOut(with(terms().timeoutMinutes(5).get(), forThings("j1", "t1")));
    fleet.rollOut(with(terms().timeoutMinutes(5).get(), forThings("j2", "t1")));
    fleet.report("t1", "j1", IN_PROGRESS);
    fleet.report("t1", "j2", IN_PROGRESS);
    fleet.takeNotices();

    fleet.beatAfter(Duration.ofMinutes(5));

    assertThat(fleet.owed()).containsExactly("t1 list next []");
  }

  @Test
  void what_an_abort_calls_off_owes_notices() {
    fleet.rollOut(
        with(
            terms().abort(new AbortRule(FailureType.FAILED, 10000, 1)).get(),
            forThings("j1", "t1", "t2")));
    fleet.takeNotices();

    fleet.report("t1", "j1", FAILED);
    assertThat(fleet.owed()).containsExactly("t1 list next []");
    fleet.beat();
    assertThat(fleet.owed()).containsExactly("t2 list next []");
  }

  @Test
  void each_namespace_of_a_thing_owes_its_own_notices() {
    var other = new Namespace("aws-gg-deployment");
    fleet.rollOut(forThings("plain", "t1"));
    fleet.takeNotices();

    fleet.rollOut(in(other, forThings("deploy", "t1")));

    assertThat(fleet.takeNotices())
        .containsExactly(
            new Notice(T1, other, T0, true, true, List.of(fleet.execution("t1", "deploy"))));
  }

  @Test
  void a_list_is_shown_up_to_fifteen() {
    for (int i = 10; i < 30; i++) {
      fleet.rollOut(forThings("j" + i, "t1"));
    }

    assertThat(fleet.takeNotices().getLast().pending())
        .hasSize(15)
        .startsWith(fleet.execution("t1", "j10"))
        .endsWith(fleet.execution("t1", "j24"));
  }
}
