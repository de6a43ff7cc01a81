package errand.core.execution;

import static errand.core.execution.Commands.DROP;
import static errand.core.execution.Commands.KEEP;
import static errand.core.execution.Commands.minutes;
import static errand.core.execution.Commands.report;
import static errand.core.execution.Commands.start;
import static errand.core.execution.ExecutionSample.T0;
import static errand.core.execution.ExecutionSample.execution;
import static errand.core.execution.ExecutionSample.running;
import static errand.core.execution.Judged.after;
import static errand.core.execution.Judged.decided;
import static errand.core.execution.Status.IN_PROGRESS;
import static errand.core.execution.Status.SUCCEEDED;
import static errand.core.execution.Status.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.execution.Command.TimeOut;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The timers of a running execution: device-protocol 3.6, control-plane 4.3. */
class DeadlinesTest {
  private static final Optional<Duration> TWENTY_MINUTES = Optional.of(Duration.ofMinutes(20));

  static Deadlines step(Instant at) {
    return new Deadlines(Optional.empty(), Optional.of(at));
  }

  private static Deadlines job(Instant at) {
    return new Deadlines(Optional.of(at), Optional.empty());
  }

  private static Deadlines both(Instant job, Instant step) {
    return new Deadlines(Optional.of(job), Optional.of(step));
  }

  private static Instant at(long minutesPastNoon) {
    return T0.plus(Duration.ofMinutes(minutesPastNoon));
  }

  @Test
  void the_guides_example_times_out_at_twenty_past_and_not_at_twenty_two_past() {
    var begun = after(execution().get(), start(), TWENTY_MINUTES, at(0));
    var seven = after(begun, report(IN_PROGRESS, minutes(7)), at(5));
    var five = after(seven, report(IN_PROGRESS, minutes(5)), at(10));
    var nine = after(five, report(IN_PROGRESS, minutes(9)), at(13));

    assertThat(begun.deadlines()).isEqualTo(job(at(20)));
    assertThat(seven.deadlines()).isEqualTo(both(at(20), at(12)));
    assertThat(five.deadlines()).isEqualTo(both(at(20), at(15)));
    assertThat(nine.deadlines()).isEqualTo(both(at(20), at(22)));
    assertThat(List.of(begun, seven, five, nine))
        .extracting(each -> each.deadlines().due())
        .containsExactly(
            Optional.of(at(20)), Optional.of(at(12)), Optional.of(at(15)), Optional.of(at(20)));
    assertThat(after(nine, new TimeOut(), at(20)).status()).isEqualTo(TIMED_OUT);
  }

  @ParameterizedTest
  @CsvSource({"-1, IN_PROGRESS", "0, TIMED_OUT", "1, TIMED_OUT"})
  void a_timer_fires_at_its_instant_and_not_before(long millisPast, Status status) {
    var running = running().deadlines(both(at(20), at(30))).get();

    assertThat(after(running, new TimeOut(), at(20).plusMillis(millisPast)).status())
        .isEqualTo(status);
  }

  @Test
  void the_jobs_timer_starts_with_the_execution_and_a_report_does_not_renew_it() {
    var begun = after(execution().get(), report(IN_PROGRESS), TWENTY_MINUTES, at(3));

    var progressed = after(begun, report(IN_PROGRESS), TWENTY_MINUTES, at(10));
    var again = after(progressed, start(), TWENTY_MINUTES, at(11));

    assertThat(begun.deadlines()).isEqualTo(job(at(23)));
    assertThat(progressed.deadlines()).isEqualTo(job(at(23)));
    assertThat(again.deadlines()).isEqualTo(job(at(23)));
  }

  @Test
  void a_job_timeout_given_later_does_not_reach_a_running_execution() {
    assertThat(after(running().get(), report(IN_PROGRESS), TWENTY_MINUTES, at(5)).deadlines())
        .isEqualTo(Deadlines.NONE);
  }

  @Test
  void start_next_may_set_a_step_timer_at_once() {
    assertThat(after(execution().get(), start(minutes(5)), TWENTY_MINUTES, at(1)).deadlines())
        .isEqualTo(both(at(21), at(6)));
  }

  @Test
  void a_report_without_step_timeout_leaves_the_step_timer() {
    var running = running().deadlines(both(at(20), at(7))).get();

    assertThat(after(running, report(IN_PROGRESS, KEEP), at(5)).deadlines())
        .isEqualTo(both(at(20), at(7)));
  }

  @Test
  void dropping_the_step_timer_leaves_that_of_the_job() {
    var running = running().deadlines(both(at(20), at(7))).get();

    assertThat(after(running, report(IN_PROGRESS, DROP), at(5)).deadlines()).isEqualTo(job(at(20)));
  }

  @Test
  void dropping_a_step_timer_that_is_not_there_is_fine() {
    assertThat(after(running().get(), report(IN_PROGRESS, DROP), at(5)).deadlines())
        .isEqualTo(Deadlines.NONE);
  }

  @Test
  void the_end_ends_both_timers_whatever_the_report_says_of_them() {
    var running = running().deadlines(both(at(20), at(7))).get();

    assertThat(after(running, report(SUCCEEDED, minutes(5)), at(5)).deadlines())
        .isEqualTo(Deadlines.NONE);
  }

  @Test
  void start_next_on_a_running_execution_replaces_its_step_timer_and_nothing_else() {
    var running = running().deadlines(both(at(20), at(7)));

    assertThat(after(running.get(), start(minutes(9)), at(5)))
        .isEqualTo(running.deadlines(both(at(20), at(14))).get());
    assertThat(decided(running.get(), start(), at(5))).isEqualTo(new Verdict.Accepted(List.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "20000, 20",
    "19999, 20",
    "19001, 20",
    "19000, 19",
    "1000, 1",
    "999, 1",
    "1, 1",
    "0, 0",
    "-1, 0",
    "-5000, 0"
  })
  void the_seconds_left_are_rounded_up_and_never_negative(long millisLeft, long seconds) {
    Instant due = at(20);

    assertThat(both(at(30), due).secondsLeft(due.minusMillis(millisLeft))).contains(seconds);
    assertThat(both(due, at(30)).secondsLeft(due.minusMillis(millisLeft))).contains(seconds);
  }

  @Test
  void without_a_timer_there_are_no_seconds_left_to_tell() {
    assertThat(Deadlines.NONE.secondsLeft(at(0))).isEmpty();
    assertThat(Deadlines.NONE.due()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 10_079, 10_080})
  void a_step_may_take_one_minute_to_seven_days(long minutes) {
    assertThatCode(() -> minutes(minutes)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 10_081})
  void a_step_may_take_no_other_time(long minutes) {
    assertThatThrownBy(() -> minutes(minutes)).isInstanceOf(IllegalArgumentException.class);
  }
}
