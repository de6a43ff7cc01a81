package errand.core.execution;

import static errand.core.execution.Commands.cancel;
import static errand.core.execution.Commands.cancelExpecting;
import static errand.core.execution.Commands.details;
import static errand.core.execution.Commands.forcedCancel;
import static errand.core.execution.ExecutionSample.T0;
import static errand.core.execution.ExecutionSample.execution;
import static errand.core.execution.ExecutionSample.running;
import static errand.core.execution.Judged.after;
import static errand.core.execution.Judged.decided;
import static errand.core.execution.Judged.staleVersion;
import static errand.core.execution.Judged.wrongState;
import static errand.core.execution.Status.CANCELED;
import static errand.core.execution.Status.REMOVED;
import static errand.core.execution.Status.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.execution.Command.Cancel;
import errand.core.execution.Command.Remove;
import errand.core.execution.Command.TimeOut;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What operators, jobs and the clock do to an execution: device-protocol 3.4, control-plane 3.2.
 */
class ServiceTransitionsTest {
  private static final Instant NOW = T0.plusSeconds(3600);
  private static final Verdict NOTHING = new Verdict.Accepted(List.of());

  @Test
  void a_cancel_ends_a_queued_execution_and_counts_its_version_but_stamps_no_start() {
    assertThat(after(execution().get(), cancel(), NOW))
        .isEqualTo(execution().as(CANCELED).version(2).updatedAt(NOW).get());
  }

  @Test
  void a_forced_cancel_marks_a_queued_execution_as_forced() {
    assertThat(after(execution().get(), forcedCancel(), NOW))
        .isEqualTo(execution().as(CANCELED).version(2).updatedAt(NOW).forced().get());
  }

  @Test
  void a_cancel_without_force_leaves_a_running_execution() {
    var running = running().get();

    assertThat(decided(running, cancel(), NOW)).isEqualTo(wrongState(running, CANCELED));
  }

  @Test
  void a_forced_cancel_ends_a_running_execution_and_its_timers() {
    var running = running().deadlines(DeadlinesTest.step(NOW)).get();

    assertThat(after(running, forcedCancel(), NOW))
        .isEqualTo(running().as(CANCELED).version(3).updatedAt(NOW).forced().get());
  }

  @Test
  void a_cancel_may_leave_details() {
    var cancel = new Cancel(false, Optional.of(details("why", "recalled")), OptionalLong.empty());

    assertThat(after(execution().get(), cancel, NOW).details())
        .isEqualTo(details("why", "recalled"));
  }

  @ParameterizedTest
  @CsvSource({"SUCCEEDED", "FAILED", "TIMED_OUT", "REJECTED", "REMOVED", "CANCELED"})
  void a_terminal_execution_is_neither_cancelled_nor_removed_nor_timed_out(Status from) {
    var ended = execution(from).get();

    assertThat(decided(ended, cancel(), NOW)).isEqualTo(wrongState(ended, CANCELED));
    assertThat(decided(ended, forcedCancel(), NOW)).isEqualTo(wrongState(ended, CANCELED));
    assertThat(decided(ended, cancelExpecting(99, true), NOW))
        .isEqualTo(wrongState(ended, CANCELED));
    assertThat(decided(ended, new Remove(), NOW)).isEqualTo(wrongState(ended, REMOVED));
    assertThat(decided(ended, new TimeOut(), NOW)).isEqualTo(NOTHING);
  }

  @ParameterizedTest
  @CsvSource({"QUEUED, 1, false", "QUEUED, 1, true", "IN_PROGRESS, 2, true"})
  void a_cancel_that_expects_the_stored_version_is_accepted(
      Status from, long version, boolean force) {
    assertThat(after(execution(from).get(), cancelExpecting(version, force), NOW).status())
        .isEqualTo(CANCELED);
  }

  @ParameterizedTest
  @CsvSource({"QUEUED, 2, false", "QUEUED, 0, true", "IN_PROGRESS, 1, true"})
  void a_cancel_that_expects_another_version_is_refused(Status from, long expected, boolean force) {
    var before = execution(from).get();

    assertThat(decided(before, cancelExpecting(expected, force), NOW))
        .isEqualTo(staleVersion(before, expected));
  }

  @ParameterizedTest
  @EnumSource(names = {"QUEUED", "IN_PROGRESS"})
  void a_removed_execution_keeps_its_version(Status from) {
    assertThat(after(execution(from).get(), new Remove(), NOW))
        .isEqualTo(execution(from).as(REMOVED).updatedAt(NOW).get());
  }

  @Test
  void a_timer_that_ran_out_ends_the_execution() {
    var running = running().deadlines(DeadlinesTest.step(NOW)).get();

    assertThat(after(running, new TimeOut(), NOW))
        .isEqualTo(running().as(TIMED_OUT).version(3).updatedAt(NOW).get());
  }

  @Test
  void a_queued_execution_has_no_timer_to_run_out() {
    assertThat(decided(execution().get(), new TimeOut(), NOW)).isEqualTo(NOTHING);
  }

  @Test
  void a_running_execution_without_timer_does_not_time_out() {
    assertThat(decided(running().get(), new TimeOut(), NOW)).isEqualTo(NOTHING);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IN_PROGRESS")
  void only_a_running_execution_can_have_a_timer(Status status) {
    assertThatThrownBy(() -> execution(status).deadlines(DeadlinesTest.step(NOW)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(status.name());
  }

  @Test
  void execution_numbers_begin_at_one() {
    assertThat(execution().number(1).get().key().number()).isEqualTo(1);
    assertThatThrownBy(() -> execution().number(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
