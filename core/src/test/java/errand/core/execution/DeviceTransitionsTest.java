package errand.core.execution;

import static errand.core.execution.Commands.details;
import static errand.core.execution.Commands.minutes;
import static errand.core.execution.Commands.report;
import static errand.core.execution.Commands.reportExpecting;
import static errand.core.execution.Commands.start;
import static errand.core.execution.ExecutionSample.T0;
import static errand.core.execution.ExecutionSample.T1;
import static errand.core.execution.ExecutionSample.execution;
import static errand.core.execution.ExecutionSample.running;
import static errand.core.execution.Judged.after;
import static errand.core.execution.Judged.decided;
import static errand.core.execution.Judged.staleVersion;
import static errand.core.execution.Judged.wrongState;
import static errand.core.execution.Status.FAILED;
import static errand.core.execution.Status.IN_PROGRESS;
import static errand.core.execution.Status.QUEUED;
import static errand.core.execution.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a device may do to an execution: device-protocol 2.6, 2.8, 3.2, 3.3, 3.5. */
class DeviceTransitionsTest {
  private static final Instant NOW = T0.plusSeconds(3600);
  private static final Verdict NOTHING = new Verdict.Accepted(List.of());

  @ParameterizedTest
  @EnumSource(names = {"IN_PROGRESS", "SUCCEEDED", "FAILED", "REJECTED"})
  void a_queued_execution_goes_to_every_status_a_device_may_report(Status to) {
    var queued = execution().get();

    assertThat(after(queued, report(to), NOW))
        .isEqualTo(execution().as(to).version(2).startedAt(NOW).updatedAt(NOW).get());
  }

  @ParameterizedTest
  @EnumSource(names = {"IN_PROGRESS", "SUCCEEDED", "FAILED", "REJECTED"})
  void a_running_execution_goes_to_every_status_a_device_may_report(Status to) {
    var running = running().get();

    assertThat(after(running, report(to), NOW))
        .isEqualTo(running().as(to).version(3).updatedAt(NOW).get());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          SUCCEEDED, IN_PROGRESS
          SUCCEEDED, SUCCEEDED
          SUCCEEDED, FAILED
          SUCCEEDED, REJECTED
          FAILED,    IN_PROGRESS
          FAILED,    SUCCEEDED
          FAILED,    FAILED
          FAILED,    REJECTED
          TIMED_OUT, IN_PROGRESS
          TIMED_OUT, SUCCEEDED
          TIMED_OUT, FAILED
          TIMED_OUT, REJECTED
          REJECTED,  IN_PROGRESS
          REJECTED,  SUCCEEDED
          REJECTED,  FAILED
          REJECTED,  REJECTED
          REMOVED,   IN_PROGRESS
          REMOVED,   SUCCEEDED
          REMOVED,   FAILED
          REMOVED,   REJECTED
          CANCELED,  IN_PROGRESS
          CANCELED,  SUCCEEDED
          CANCELED,  FAILED
          CANCELED,  REJECTED
          """)
  void a_report_on_a_terminal_execution_is_refused(Status from, Status to) {
    var ended = execution(from).get();

    assertThat(decided(ended, report(to), NOW)).isEqualTo(wrongState(ended, to));
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "TIMED_OUT", "REMOVED", "CANCELED"})
  void a_status_that_is_not_the_devices_to_give_cannot_be_put_into_a_report(Status status) {
    assertThat(status.reportable()).isFalse();
    assertThatThrownBy(() -> report(status))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(status.name());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          QUEUED,      false, false
          IN_PROGRESS, false, true
          SUCCEEDED,   true,  true
          FAILED,      true,  true
          TIMED_OUT,   true,  false
          REJECTED,    true,  true
          REMOVED,     true,  false
          CANCELED,    true,  false
          """)
  void statuses_are_terminal_and_reportable_as_listed(
      Status status, boolean terminal, boolean reportable) {
    assertThat(status.terminal()).isEqualTo(terminal);
    assertThat(status.reportable()).isEqualTo(reportable);
    assertThat(execution(status).get().pending()).isEqualTo(!terminal);
  }

  @Test
  void details_given_with_a_report_replace_the_stored_ones_as_a_whole() {
    var before = running().details(details("step", "fetch")).get();

    assertThat(after(before, report(IN_PROGRESS, details("percent", "40")), NOW).details())
        .isEqualTo(details("percent", "40"));
  }

  @Test
  void empty_details_clear_the_stored_ones() {
    var before = running().details(details("step", "fetch")).get();

    assertThat(after(before, report(FAILED, StatusDetails.NONE), NOW).details())
        .isEqualTo(StatusDetails.NONE);
  }

  @ParameterizedTest
  @EnumSource(names = {"IN_PROGRESS", "SUCCEEDED", "FAILED", "REJECTED"})
  void a_report_without_details_leaves_the_stored_ones(Status to) {
    var before = running().details(details("step", "fetch")).get();

    assertThat(after(before, report(to), NOW).details()).isEqualTo(details("step", "fetch"));
  }

  @Test
  void a_report_that_changes_nothing_else_still_counts_the_version() {
    var before = running().version(7).get();

    assertThat(after(before, report(IN_PROGRESS), NOW))
        .isEqualTo(running().version(8).updatedAt(NOW).get());
  }

  @Test
  void the_start_is_stamped_once_and_kept() {
    var started = after(execution().get(), report(IN_PROGRESS), T1);
    var progressed = after(started, report(IN_PROGRESS), T1.plusSeconds(5));

    assertThat(after(progressed, report(SUCCEEDED), NOW))
        .isEqualTo(execution().as(SUCCEEDED).version(4).startedAt(T1).updatedAt(NOW).get());
  }

  @ParameterizedTest
  @CsvSource({"QUEUED, 1", "IN_PROGRESS, 2"})
  void a_report_with_the_stored_version_is_accepted(Status from, long version) {
    assertThat(after(execution(from).get(), reportExpecting(SUCCEEDED, version), NOW).status())
        .isEqualTo(SUCCEEDED);
  }

  @ParameterizedTest
  @CsvSource({
    "QUEUED, 0",
    "QUEUED, 2",
    "QUEUED, -1",
    "QUEUED, 4294967297",
    "IN_PROGRESS, 1",
    "IN_PROGRESS, 3"
  })
  void a_report_with_another_version_is_refused(Status from, long expected) {
    var before = execution(from).get();

    assertThat(decided(before, reportExpecting(SUCCEEDED, expected), NOW))
        .isEqualTo(staleVersion(before, expected));
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "TIMED_OUT", "REJECTED", "REMOVED", "CANCELED"})
  void the_end_is_noticed_before_a_stale_version(Status from) {
    var ended = execution(from).get();

    assertThat(decided(ended, reportExpecting(IN_PROGRESS, 99), NOW))
        .isEqualTo(wrongState(ended, IN_PROGRESS));
  }

  @Test
  void start_next_starts_a_queued_execution() {
    assertThat(after(execution().get(), start(details("step", "fetch")), NOW))
        .isEqualTo(
            execution()
                .as(IN_PROGRESS)
                .details(details("step", "fetch"))
                .version(2)
                .startedAt(NOW)
                .updatedAt(NOW)
                .get());
  }

  @Test
  void start_next_on_a_running_execution_leaves_its_details_version_and_times() {
    var running = running().details(details("step", "fetch")).get();

    assertThat(decided(running, start(details("step", "other")), NOW)).isEqualTo(NOTHING);
  }

  @Test
  void start_next_on_a_running_execution_sets_the_step_timer_alone() {
    var running = running().get();

    assertThat(after(running, start(minutes(5)), NOW))
        .isEqualTo(running().deadlines(DeadlinesTest.step(NOW.plusSeconds(300))).get());
  }

  @ParameterizedTest
  @EnumSource(names = {"SUCCEEDED", "FAILED", "TIMED_OUT", "REJECTED", "REMOVED", "CANCELED"})
  void a_terminal_execution_cannot_be_started(Status from) {
    var ended = execution(from).get();

    assertThat(decided(ended, start(), NOW)).isEqualTo(wrongState(ended, IN_PROGRESS));
  }

  @Test
  void a_new_execution_is_queued_with_version_one_and_nothing_else() {
    assertThat(execution().get().status()).isEqualTo(QUEUED);
    assertThat(execution().get().version()).isEqualTo(1);
    assertThat(execution().get().details()).isEqualTo(StatusDetails.NONE);
    assertThat(execution().get().times().startedAt()).isEmpty();
    assertThat(execution().get().times().lastUpdatedAt()).isEqualTo(T0);
    assertThat(execution().get().deadlines()).isEqualTo(Deadlines.NONE);
  }
}
