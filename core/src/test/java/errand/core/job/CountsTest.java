package errand.core.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.execution.Status;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counters of a job: control-plane 3.5. */
class CountsTest {
  @Test
  void counts_add_up_by_whether_they_are_over() {
    var each = new EnumMap<Status, Long>(Status.class);
    long count = 1;
    for (Status status : Status.values()) {
      each.put(status, count);
      count *= 2;
    }

    var counts = new Counts(each);

    assertThat(counts.of(Status.FAILED)).isEqualTo(8);
    assertThat(counts.pending()).isEqualTo(3);
    assertThat(counts.terminal()).isEqualTo(252);
    assertThat(counts.total()).isEqualTo(255);
  }

  @Test
  void what_was_never_counted_is_zero() {
    for (Status status : Status.values()) {
      assertThat(Counts.NONE.of(status)).isZero();
    }
    assertThat(Counts.NONE.total()).isZero();
    assertThat(Counts.NONE.pending()).isZero();
    assertThat(Counts.NONE.terminal()).isZero();
  }

  @Test
  void a_zero_is_the_same_as_no_count() {
    assertThat(new Counts(Map.of(Status.QUEUED, 0L))).isEqualTo(Counts.NONE);
  }

  @Test
  void a_count_below_zero_is_a_bug() {
    assertThatThrownBy(() -> new Counts(Map.of(Status.QUEUED, -1L)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("QUEUED");
  }
}
