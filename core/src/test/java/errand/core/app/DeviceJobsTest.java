package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.forThings;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.in;
import static errand.core.app.Fleet.noExecution;
import static errand.core.app.Fleet.refused;
import static errand.core.app.Fleet.which;
import static errand.core.app.Fleet.with;
import static errand.core.execution.Commands.details;
import static errand.core.execution.Commands.minutes;
import static errand.core.execution.Commands.report;
import static errand.core.execution.Commands.reportExpecting;
import static errand.core.execution.Commands.start;
import static errand.core.execution.Status.FAILED;
import static errand.core.execution.Status.IN_PROGRESS;
import static errand.core.execution.Status.SUCCEEDED;
import static errand.core.job.TermsSample.terms;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.DeviceJobs.Shown;
import errand.core.app.DeviceJobs.ShownNext;
import errand.core.app.DeviceJobs.Which;
import errand.core.execution.Deadlines;
import errand.core.execution.Execution;
import errand.core.execution.Refusal;
import errand.core.execution.Times;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What devices ask: device-protocol 2.5 to 2.8. */
class DeviceJobsTest {
  private static final ThingName T1 = new ThingName("t1");
  private static final ThingName NOBODY = new ThingName("nobody");
  private static final Namespace OTHER = new Namespace("aws-gg-deployment");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Fleet fleet = new Fleet();

  @BeforeEach
  void things() {
    fleet.things("t1", "t2");
  }

  @AfterEach
  void counters_equal_rows() {
    fleet.checkCounters();
  }

  @Test
  void start_next_starts_what_was_queued_first_and_shows_it_with_its_document() {
    fleet.rollOut(forThings("late", "t2"));
    fleet.rollOut(forThings("first", "t1"));
    fleet.rollOut(forThings("second", "t1"));
    fleet.pass(MINUTE);
    Execution queued = fleet.execution("t1", "first");

    ShownNext answer = given(fleet.devices.startNext(T1, Namespace.NONE, start(details("a", "b"))));

    var started =
        new Execution(
            queued.key(),
            T1,
            queued.origin(),
            IN_PROGRESS,
            details("a", "b"),
            new Times(Optional.of(fleet.now()), fleet.now()),
            Deadlines.NONE,
            2,
            false);
    assertThat(answer)
        .isEqualTo(
            new ShownNext(
                Optional.of(new Shown(started, Optional.of("{\"job\":\"first\"}"), fleet.now())),
                fleet.now()));
    assertThat(fleet.execution("t1", "first")).isEqualTo(started);
  }

  @Test
  void start_next_gives_the_running_one_again_and_starts_no_other() {
    fleet.rollOut(forThings("j1", "t1"));
    fleet.rollOut(forThings("j2", "t1"));
    assertThat(fleet.startNext("t1")).contains("j1");
    Execution running = fleet.execution("t1", "j1");
    fleet.pass(MINUTE);

    ShownNext again = given(fleet.devices.startNext(T1, Namespace.NONE, start(details("x", "y"))));

    assertThat(again.execution().map(Shown::execution)).contains(running);
    assertThat(fleet.execution("t1", "j1")).isEqualTo(running);
    assertThat(fleet.queue("t1")).containsExactly("j1", "j2");
  }

  @Test
  void start_next_prefers_a_running_one_that_was_queued_later() {
    fleet.rollOut(forThings("j1", "t1"));
    fleet.rollOut(forThings("j2", "t1"));
    fleet.report("t1", "j2", IN_PROGRESS);

    assertThat(fleet.startNext("t1")).contains("j2");
    assertThat(fleet.queue("t1")).containsExactly("j2", "j1");
  }

  @Test
  void start_next_with_a_step_timeout_on_a_running_one_sets_its_timer() {
    fleet.rollOut(forThings("j1", "t1"));
    fleet.startNext("t1");

    given(fleet.devices.startNext(T1, Namespace.NONE, start(minutes(5))));

    assertThat(fleet.execution("t1", "j1").deadlines().step()).contains(T0.plusSeconds(300));
    assertThat(fleet.execution("t1", "j1").version()).isEqualTo(2);
  }

  @Test
  void with_nothing_pending_there_is_no_next_one() {
    assertThat(given(fleet.devices.startNext(T1, Namespace.NONE, start())))
        .isEqualTo(new ShownNext(Optional.empty(), T0));
    assertThat(given(fleet.devices.describeNext(T1, Namespace.NONE, true)))
        .isEqualTo(new ShownNext(Optional.empty(), T0));
    assertThat(given(fleet.devices.pending(T1, Namespace.NONE)).pending().inOrder()).isEmpty();
  }

  @Test
  void each_one_finished_makes_room_for_the_next() {
    fleet.rollOut(forThings("j1", "t1"));
    fleet.rollOut(forThings("j2", "t1"));

    assertThat(fleet.startNext("t1")).contains("j1");
    fleet.report("t1", "j1", SUCCEEDED);
    assertThat(fleet.startNext("t1")).contains("j2");
    fleet.report("t1", "j2", FAILED);
    assertThat(fleet.startNext("t1")).isEmpty();
  }

  @Test
  void describe_next_shows_the_next_one_and_changes_nothing() {
    fleet.rollOut(forThings("j1", "t1"));
    Execution queued = fleet.execution("t1", "j1");

    var shown = given(fleet.devices.describeNext(T1, Namespace.NONE, false)).execution();

    assertThat(shown).contains(new Shown(queued, Optional.empty(), T0));
    assertThat(fleet.execution("t1", "j1")).isEqualTo(queued);
  }

  @Test
  void describe_shows_the_document_only_when_asked() {
    fleet.rollOut(forThings("j1", "t1"));
    Execution queued = fleet.execution("t1", "j1");

    assertThat(given(fleet.devices.describe(which("t1", "j1"), true)))
        .isEqualTo(new Shown(queued, Optional.of("{\"job\":\"j1\"}"), T0));
    assertThat(given(fleet.devices.describe(which("t1", "j1", 1), false)))
        .isEqualTo(new Shown(queued, Optional.empty(), T0));
  }

  @Test
  void describing_one_that_is_over_is_refused() {
    fleet.rollOut(forThings("j1", "t1"));
    fleet.report("t1", "j1", SUCCEEDED);

    assertThat(refused(fleet.devices.describe(which("t1", "j1"), true)))
        .isEqualTo(new Refusal.AlreadyOver(fleet.execution("t1", "j1")));
  }

  @Test
  void an_unknown_thing_has_no_queue() {
    assertThat(refused(fleet.devices.pending(NOBODY, Namespace.NONE)))
        .isEqualTo(new Refusal.NoThing(NOBODY));
    assertThat(refused(fleet.devices.describeNext(NOBODY, Namespace.NONE, true)))
        .isEqualTo(new Refusal.NoThing(NOBODY));
    assertThat(refused(fleet.devices.startNext(NOBODY, Namespace.NONE, start())))
        .isEqualTo(new Refusal.NoThing(NOBODY));
  }

  @Test
  void an_execution_that_does_not_exist_is_not_found() {
    fleet.rollOut(forThings("j1", "t1"));

    for (Which which : List.of(which("nobody", "j1"), which("t1", "j9"), which("t2", "j1"))) {
      Refusal none = noExecution(which.thing().text(), which.job().text());
      assertThat(refused(fleet.devices.describe(which, true))).isEqualTo(none);
      assertThat(refused(fleet.devices.update(which, report(SUCCEEDED), true))).isEqualTo(none);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void another_execution_number_is_not_found(long number) {
    fleet.rollOut(forThings("j1", "t1"));

    assertThat(refused(fleet.devices.describe(which("t1", "j1", number), true)))
        .isEqualTo(noExecution("t1", "j1"));
    assertThat(refused(fleet.devices.update(which("t1", "j1", number), report(FAILED), true)))
        .isEqualTo(noExecution("t1", "j1"));
    assertThat(fleet.execution("t1", "j1").version()).isEqualTo(1);
  }

  @Test
  void an_update_changes_the_execution_and_shows_it_as_it_is_then() {
    fleet.rollOut(forThings("j1", "t1"));
    fleet.startNext("t1");
    fleet.pass(MINUTE);

    var shown =
        given(fleet.devices.update(which("t1", "j1"), report(SUCCEEDED, details("a", "b")), true));

    Execution stored = fleet.execution("t1", "j1");
    assertThat(shown)
        .isEqualTo(new Shown(stored, Optional.of("{\"job\":\"j1\"}"), T0.plus(MINUTE)));
    assertThat(stored.status()).isEqualTo(SUCCEEDED);
    assertThat(stored.version()).isEqualTo(3);
    assertThat(stored.times()).isEqualTo(new Times(Optional.of(T0), T0.plus(MINUTE)));
  }

  @Test
  void a_refused_update_changes_nothing() {
    fleet.rollOut(forThings("j1", "t1"));
    fleet.takeNotices();
    Execution before = fleet.execution("t1", "j1");

    assertThat(refused(fleet.devices.update(which("t1", "j1"), reportExpecting(FAILED, 9), true)))
        .isEqualTo(new Refusal.StaleVersion(before, 9));
    assertThat(fleet.execution("t1", "j1")).isEqualTo(before);
    assertThat(fleet.owed()).isEmpty();
  }

  @Test
  void an_update_after_the_end_is_refused_whatever_its_version() {
    fleet.rollOut(forThings("j1", "t1"));
    fleet.report("t1", "j1", SUCCEEDED);
    Execution over = fleet.execution("t1", "j1");

    assertThat(refused(fleet.devices.update(which("t1", "j1"), reportExpecting(FAILED, 9), false)))
        .isEqualTo(new Refusal.WrongState(over, "FAILED"));
    assertThat(fleet.execution("t1", "j1")).isEqualTo(over);
  }

  @Test
  void the_jobs_timeout_runs_from_the_start_by_either_way() {
    fleet.rollOut(with(terms().timeoutMinutes(20).get(), forThings("j1", "t1", "t2")));
    fleet.pass(MINUTE);

    fleet.startNext("t1");
    fleet.report("t2", "j1", IN_PROGRESS);
    fleet.pass(MINUTE);
    fleet.report("t2", "j1", IN_PROGRESS);

    var due = new Deadlines(Optional.of(T0.plusSeconds(21 * 60)), Optional.empty());
    assertThat(fleet.execution("t1", "j1").deadlines()).isEqualTo(due);
    assertThat(fleet.execution("t2", "j1").deadlines()).isEqualTo(due);
  }

  @Test
  void each_namespace_has_a_queue_of_its_own() {
    fleet.rollOut(in(OTHER, forThings("deploy", "t1")));
    fleet.rollOut(forThings("plain", "t1"));

    assertThat(fleet.queue("t1")).containsExactly("plain");
    assertThat(given(fleet.devices.pending(T1, OTHER)).pending().inOrder())
        .containsExactly(fleet.execution("t1", "deploy"));
    assertThat(fleet.startNext("t1")).contains("plain");
    assertThat(given(fleet.devices.startNext(T1, OTHER, start())).execution().map(Shown::execution))
        .contains(fleet.execution("t1", "deploy"));
    assertThat(fleet.execution("t1", "deploy").status()).isEqualTo(IN_PROGRESS);
  }

  @Test
  void an_execution_is_not_found_from_another_namespace() {
    fleet.rollOut(in(OTHER, forThings("deploy", "t1")));
    fleet.rollOut(forThings("plain", "t1"));
    var plainFromOther = new Which(T1, OTHER, new JobId("plain"), OptionalLong.empty());

    assertThat(refused(fleet.devices.describe(which("t1", "deploy"), true)))
        .isEqualTo(noExecution("t1", "deploy"));
    assertThat(refused(fleet.devices.update(which("t1", "deploy"), report(FAILED), true)))
        .isEqualTo(noExecution("t1", "deploy"));
    assertThat(refused(fleet.devices.describe(plainFromOther, true)))
        .isEqualTo(noExecution("t1", "plain"));
    assertThat(refused(fleet.devices.update(plainFromOther, report(FAILED), true)))
        .isEqualTo(noExecution("t1", "plain"));
  }
}
