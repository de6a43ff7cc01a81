package errand.core.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PaceTest {
  private static final long T0 = Pace.micros(Instant.parse("2030-01-01T00:00:00.000001Z"));

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 10, 1_000_000})
  void a_full_bucket_holds_exactly_a_seconds_worth(int perSecond) {
    var pace = new Pace(perSecond);
    var bucket = Pace.FULL;
    var taken = 0;
    while (pace.admits(bucket, T0)) {
      bucket = pace.take(bucket, T0);
      taken++;
    }

    assertThat(taken).isEqualTo(perSecond);
  }

  @Test
  void a_token_comes_back_at_its_instant_and_not_before() {
    var pace = new Pace(2);
    var empty = pace.take(pace.take(Pace.FULL, T0), T0);

    assertThat(pace.waitMicros(empty, T0)).isEqualTo(500_000);
    assertThat(pace.admits(empty, T0 + 499_999)).isFalse();
    assertThat(pace.admits(empty, T0 + 500_000)).isTrue();
  }

  @Test
  void rest_fills_the_bucket_and_no_further() {
    var pace = new Pace(2);
    var bucket = pace.take(Pace.FULL, T0);
    var later = T0 + 3_600_000_000L;
    bucket = pace.take(pace.take(bucket, later), later);

    assertThat(pace.admits(bucket, later)).isFalse();
  }

  @Test
  void tokens_owed_are_waited_for() {
    var pace = new Pace(10);
    var bucket = Pace.FULL;
    for (var i = 0; i < 15; i++) {
      bucket = pace.take(bucket, T0);
    }

    assertThat(pace.waitMicros(bucket, T0)).isEqualTo(600_000);
  }

  @Test
  void a_clock_that_goes_back_admits_nothing_more() {
    var pace = new Pace(1);
    var bucket = pace.take(Pace.FULL, T0);

    assertThat(pace.admits(bucket, T0 - 5_000_000)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1_000_001})
  void a_pace_outside_its_range_is_refused(int perSecond) {
    assertThatThrownBy(() -> new Pace(perSecond)).isInstanceOf(IllegalArgumentException.class);
  }
}
