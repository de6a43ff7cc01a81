package errand.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportTest {

  @Test
  void the_ratio_is_the_median_of_the_rounds_ratios_not_the_ratio_of_the_medians() {
    var report =
        new Report(
            List.of(
                new Report.Pair(rate(10), rate(100)),
                new Report.Pair(rate(30), rate(40)),
                new Report.Pair(rate(20), rate(50))));

    assertThat(report.text().lines().skip(1).findFirst().orElseThrow())
        .matches("requests a second +20 +50 +0\\.40");
  }

  @Test
  void a_median_is_the_middle_or_between_the_two_in_the_middle() {
    assertThat(Report.median(3, 1, 2)).isEqualTo(2);
    assertThat(Report.median(4, 1, 2, 3)).isEqualTo(2.5);
    assertThat(Report.median()).isNaN();
  }

  @Test
  void a_percentile_is_the_nearest_rank() {
    var hundred = new long[100];
    for (var i = 0; i < hundred.length; i++) {
      hundred[i] = 1L + i;
    }

    assertThat(Round.percentile(hundred, 50)).isEqualTo(50);
    assertThat(Round.percentile(hundred, 99)).isEqualTo(99);
    assertThat(Round.percentile(new long[] {7}, 99)).isEqualTo(7);
    assertThat(Round.percentile(new long[0], 50)).isZero();
  }

  private static Figures rate(double perSecond) {
    return new Figures(perSecond, 1, 2, 3, 0.5, 0.1, 0);
  }
}
