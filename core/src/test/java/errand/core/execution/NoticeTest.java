package errand.core.execution;

import static errand.core.execution.Commands.details;
import static errand.core.execution.ExecutionSample.T0;
import static errand.core.execution.ExecutionSample.T2;
import static errand.core.execution.ExecutionSample.execution;
import static errand.core.execution.ExecutionSample.running;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a change owes its thing's subscribers: one test for each row of device-protocol 4.4. */
class NoticeTest {
  private static final ThingName PUMP = new ThingName("pump");

  private final ExecutionSample first = execution().of("j1").queued(T0, 1);
  private final ExecutionSample second = execution().of("j2").queued(T0, 2);
  private final ExecutionSample firstRunning = running().of("j1").queued(T0, 1);
  private final ExecutionSample secondRunning = running().of("j2").queued(T0, 2);

  private static Pending queue(ExecutionSample... executions) {
    return Pending.of(Arrays.stream(executions).map(ExecutionSample::get).toList());
  }

  private static Optional<Notice> owed(Pending before, Pending after) {
    return Notice.between(before, after, PUMP, Namespace.NONE, T2);
  }

  private static Optional<Notice> notice(boolean list, boolean next, ExecutionSample... pending) {
    var shown = Arrays.stream(pending).map(ExecutionSample::get).toList();
    return Optional.of(new Notice(PUMP, Namespace.NONE, T2, list, next, shown));
  }

  @Test
  void the_first_execution_on_an_empty_list_owes_both() {
    assertThat(owed(queue(), queue(first))).isEqualTo(notice(true, true, first));
  }

  @Test
  void another_one_queued_behind_owes_the_list_only() {
    assertThat(owed(queue(first), queue(first, second)))
        .isEqualTo(notice(true, false, first, second));
  }

  @Test
  void the_head_that_starts_owes_nothing() {
    assertThat(owed(queue(first, second), queue(firstRunning, second))).isEmpty();
  }

  @Test
  void another_one_that_starts_and_becomes_the_head_owes_the_next_only() {
    assertThat(owed(queue(first, second), queue(first, secondRunning)))
        .isEqualTo(notice(false, true, secondRunning, first));
  }

  @Test
  void one_that_starts_and_was_queued_before_the_running_one_owes_the_next_only() {
    assertThat(owed(queue(first, secondRunning), queue(firstRunning, secondRunning)))
        .isEqualTo(notice(false, true, firstRunning, secondRunning));
  }

  @Test
  void one_that_starts_behind_a_running_one_owes_nothing() {
    assertThat(owed(queue(firstRunning, second), queue(firstRunning, secondRunning))).isEmpty();
  }

  @Test
  void new_details_owe_nothing() {
    var reported = firstRunning.details(details("step", "write")).version(3);

    assertThat(owed(queue(firstRunning, second), queue(reported, second))).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"QUEUED", "IN_PROGRESS"})
  void the_head_that_ends_before_others_owes_both(Status end) {
    assertThat(owed(queue(first, second), queue(first, second).after(first.as(end).get())))
        .isEqualTo(notice(true, true, second));
  }

  @Test
  void the_last_one_that_ends_owes_both_and_shows_an_empty_list() {
    var owed = owed(queue(firstRunning), queue());

    assertThat(owed).isEqualTo(notice(true, true));
    assertThat(owed.flatMap(Notice::next)).isEmpty();
  }

  @Test
  void another_one_that_ends_owes_the_list_only() {
    assertThat(owed(queue(first, second), queue(first))).isEqualTo(notice(true, false, first));
  }

  @Test
  void one_taken_away_without_an_end_is_like_one_that_ends() {
    var before = queue(first, second);

    assertThat(owed(before, before.without(first.get().key())))
        .isEqualTo(notice(true, true, second));
    assertThat(owed(before, before.without(second.get().key())))
        .isEqualTo(notice(true, false, first));
  }

  @Test
  void one_that_was_over_already_owes_nothing_when_it_goes() {
    var over = execution(Status.FAILED).of("j0").get();

    assertThat(owed(queue(first), queue(first).without(over.key()))).isEmpty();
  }

  @Test
  void no_change_owes_nothing() {
    assertThat(owed(queue(), queue())).isEmpty();
    assertThat(owed(queue(first, second), queue(first, second))).isEmpty();
  }

  @Test
  void a_timer_set_owes_nothing() {
    var timed = firstRunning.deadlines(DeadlinesTest.step(T2));

    assertThat(owed(queue(firstRunning), queue(timed))).isEmpty();
  }

  @Test
  void the_same_job_queued_again_owes_both() {
    var retry = first.number(2).queued(T2, 9);

    assertThat(owed(queue(firstRunning), queue(retry))).isEqualTo(notice(true, true, retry));
  }

  @Test
  void the_same_job_queued_again_behind_another_owes_both_since_the_head_is_another() {
    var retry = first.number(2).queued(T2, 9);

    assertThat(owed(queue(firstRunning, second), queue(second, retry)))
        .isEqualTo(notice(true, true, second, retry));
  }

  @Test
  void a_notice_shows_no_more_than_the_first_fifteen() {
    var many =
        IntStream.range(0, 20).mapToObj(i -> execution().of("j" + i).queued(T0, i).get()).toList();

    var owed = owed(Pending.of(many.subList(0, 19)), Pending.of(many)).map(Notice::pending);

    assertThat(owed).contains(List.copyOf(many.subList(0, 15)));
  }
}
