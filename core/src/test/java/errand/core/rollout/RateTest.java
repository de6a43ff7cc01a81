package errand.core.rollout;

import static errand.core.rollout.Rate.Criterion.NOTIFIED;
import static errand.core.rollout.Rate.Criterion.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.rollout.Rate.Ramp;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How fast a rollout may go: control-plane 4.1. */
class RateTest {
  private static Rate ramp(int max, int base, int factorTenths, int every) {
    return new Rate(max, Optional.of(new Ramp(base, factorTenths, NOTIFIED, every)));
  }

  @Test
  void without_a_ramp_the_maximum_holds_from_the_start() {
    assertThat(new Rate(7, Optional.empty()).perMinute(0, 0)).isEqualTo(7);
    assertThat(new Rate(7, Optional.empty()).perMinute(1_000_000, 1_000_000)).isEqualTo(7);
    assertThat(Rate.DEFAULT.perMinute(0, 0)).isEqualTo(1000);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 50",
    "999, 50",
    "1000, 100",
    "1999, 100",
    "2000, 200",
    "2999, 200",
    "3000, 400",
    "3999, 400",
    "4000, 800",
    "5000, 1000",
    "6000, 1000",
    "9223372036854775807, 1000"
  })
  void the_guides_ramp_doubles_with_every_thousand(long notified, int perMinute) {
    assertThat(ramp(1000, 50, 20, 1000).perMinute(notified, 0)).isEqualTo(perMinute);
  }

  // The exact products are 1, 1.1, 1.21, ... 1.9487, 2.14 and 10, 15, 22.5, 33.75, 50.625.
  @ParameterizedTest
  @CsvSource({
    "1, 11, 0, 1",
    "1, 11, 1, 1",
    "1, 11, 7, 1",
    "1, 11, 8, 2",
    "10, 15, 0, 10",
    "10, 15, 1, 15",
    "10, 15, 2, 22",
    "10, 15, 3, 33",
    "10, 15, 4, 50",
    "999, 50, 0, 999"
  })
  void a_rate_is_the_exact_product_rounded_down(
      int base, int factorTenths, long steps, int perMinute) {
    assertThat(ramp(1000, base, factorTenths, 1).perMinute(steps, 0)).isEqualTo(perMinute);
  }

  @ParameterizedTest
  @CsvSource({"0, 60", "1, 90", "2, 100", "3, 100", "1000, 100"})
  void a_rate_never_exceeds_the_maximum(long notified, int perMinute) {
    assertThat(ramp(100, 60, 15, 1).perMinute(notified, 0)).isEqualTo(perMinute);
  }

  @Test
  void a_ramp_counts_what_it_is_told_to_count() {
    var bySuccess = new Rate(1000, Optional.of(new Ramp(10, 20, SUCCEEDED, 5)));
    var byNotice = new Rate(1000, Optional.of(new Ramp(10, 20, NOTIFIED, 5)));

    assertThat(bySuccess.perMinute(10, 0)).isEqualTo(10);
    assertThat(bySuccess.perMinute(10, 5)).isEqualTo(20);
    assertThat(byNotice.perMinute(10, 0)).isEqualTo(40);
    assertThat(byNotice.perMinute(4, 500)).isEqualTo(10);
  }
}
