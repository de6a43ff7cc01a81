package errand.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.CounterRows.Step;
import errand.core.execution.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CourseTest {
  private static final Instant T0 = Instant.parse("2027-01-01T00:00:00Z");
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Test
  void steps_add_up_to_what_is_there_at_the_end_of_each_slot() {
    var steps =
        List.of(
            new Step(Optional.of(Status.IN_PROGRESS), Status.SUCCEEDED, 2, 1),
            new Step(Optional.empty(), Status.QUEUED, 0, 3),
            new Step(Optional.of(Status.QUEUED), Status.IN_PROGRESS, 1, 2));

    var course = Course.of(T0, SECOND, T0.plusSeconds(3), steps, Optional.empty());

    assertThat(course.marks())
        .containsExactly(
            Map.of(Status.QUEUED, 3L),
            Map.of(Status.QUEUED, 1L, Status.IN_PROGRESS, 2L),
            Map.of(Status.QUEUED, 1L, Status.IN_PROGRESS, 1L, Status.SUCCEEDED, 1L),
            Map.of(Status.QUEUED, 1L, Status.IN_PROGRESS, 1L, Status.SUCCEEDED, 1L));
  }

  @Test
  void a_long_life_still_fits_in_the_marks() {
    for (var span : List.of(Duration.ZERO, Duration.ofSeconds(299), Duration.ofDays(400))) {
      Duration slot = Course.slot(span);
      var course = Course.of(T0, slot, T0.plus(span), List.of(), Optional.empty());

      assertThat(course.marks()).hasSizeBetween(1, Course.MARKS_MAX);
      assertThat(slot.multipliedBy(course.marks().size())).isGreaterThan(span);
    }
  }

  @Test
  void what_came_before_the_first_slot_is_in_the_first_mark() {
    var steps = List.of(new Step(Optional.empty(), Status.QUEUED, -4, 1));

    var course = Course.of(T0, SECOND, T0, steps, Optional.empty());

    assertThat(course.marks()).containsExactly(Map.of(Status.QUEUED, 1L));
  }
}
