package errand.core.execution;

import static errand.core.execution.ExecutionSample.T0;
import static errand.core.execution.ExecutionSample.T1;
import static errand.core.execution.ExecutionSample.execution;
import static errand.core.execution.ExecutionSample.running;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The order of a thing's queue: device-protocol 3.7 and the cap of 2.5. */
class PendingTest {
  @Test
  void running_ones_come_first_then_waiting_ones_each_by_their_place() {
    var waitingFirst = execution().of("a").queued(T0, 1).get();
    var runningLate = running().of("b").queued(T1, 4).get();
    var runningEarly = running().of("c").queued(T0, 3).startedAt(T1.plusSeconds(9)).get();
    var waitingLate = execution().of("d").queued(T1, 5).get();

    var queue = Pending.of(List.of(waitingLate, runningLate, waitingFirst, runningEarly));

    assertThat(queue.inOrder())
        .containsExactly(runningEarly, runningLate, waitingFirst, waitingLate);
    assertThat(queue.next()).contains(runningEarly);
  }

  @Test
  void of_two_queued_at_the_same_instant_the_one_placed_first_comes_first() {
    var first = execution().of("z").queued(T0, 7).get();
    var second = execution().of("a").queued(T0, 8).get();

    assertThat(Pending.of(List.of(second, first)).inOrder()).containsExactly(first, second);
  }

  @Test
  void of_two_at_the_same_place_the_lower_job_id_comes_first() {
    var a = execution().of("a").queued(T0, 7).get();
    var b = execution().of("b").queued(T0, 7).get();

    assertThat(Pending.of(List.of(b, a)).inOrder()).containsExactly(a, b);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"QUEUED", "IN_PROGRESS"})
  void what_is_over_is_not_in_the_queue(Status status) {
    assertThat(Pending.of(List.of(execution(status).get()))).isEqualTo(Pending.of(List.of()));
  }

  @Test
  void nothing_is_next_in_an_empty_queue() {
    assertThat(Pending.of(List.of()).next()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 14, 15, 16, 40})
  void a_list_shows_the_first_fifteen(int length) {
    var all = IntStream.range(0, length).mapToObj(i -> execution().of("j" + i).queued(T0, i).get());
    var queue = Pending.of(all.toList());

    assertThat(queue.inOrder()).hasSize(length);
    assertThat(queue.shown()).isEqualTo(queue.inOrder().subList(0, Math.min(15, length)));
  }

  @Test
  void a_change_moves_an_execution_to_its_new_place() {
    var a = execution().of("a").queued(T0, 1).get();
    var b = execution().of("b").queued(T0, 2);
    var queue = Pending.of(List.of(a, b.get()));
    var started = b.as(Status.IN_PROGRESS).version(2).get();

    assertThat(queue.after(started).inOrder()).containsExactly(started, a);
  }

  @Test
  void an_end_takes_an_execution_out_and_a_placement_puts_one_in() {
    var a = execution().of("a").queued(T0, 1);
    var b = execution().of("b").queued(T0, 2).get();
    var queue = Pending.of(List.of(a.get()));

    assertThat(queue.after(b).inOrder()).containsExactly(a.get(), b);
    assertThat(queue.after(a.as(Status.FAILED).get()).inOrder()).isEmpty();
    assertThat(queue.without(a.get().key()).inOrder()).isEmpty();
    assertThat(queue.without(b.key())).isEqualTo(queue);
  }
}
