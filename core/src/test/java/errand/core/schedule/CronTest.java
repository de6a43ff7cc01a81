package errand.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cron expressions as AWS writes them: control-plane 5. All instants are UTC. */
class CronTest {
  private static Cron cron(String fields) {
    return Cron.parse("cron(" + fields + ")").orElseThrow();
  }

  private static Optional<String> next(String fields, String after) {
    return cron(fields).next(Instant.parse(after)).map(Instant::toString);
  }

  // The 1st of March 2026 is a Sunday.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 2 * * ? *          | 2026-03-01T00:00:00Z     | 2026-03-01T02:00:00Z
          0 2 * * ? *          | 2026-03-01T01:59:59.999Z | 2026-03-01T02:00:00Z
          0 2 * * ? *          | 2026-03-01T02:00:00Z     | 2026-03-02T02:00:00Z
          0 2 * * ? *          | 2026-03-01T02:00:00.001Z | 2026-03-02T02:00:00Z
          * * * * ? *          | 2026-12-31T23:59:00Z     | 2027-01-01T00:00:00Z
          0/15 * * * ? *       | 2026-03-01T10:07:00Z     | 2026-03-01T10:15:00Z
          */15 * * * ? *       | 2026-03-01T10:45:00Z     | 2026-03-01T11:00:00Z
          7/20 * * * ? *       | 2026-03-01T10:47:00Z     | 2026-03-01T11:07:00Z
          10-30/10 * * * ? *   | 2026-03-01T10:30:00Z     | 2026-03-01T11:10:00Z
          5,50,7 * * * ? *     | 2026-03-01T10:05:00Z     | 2026-03-01T10:07:00Z
          0 8-10 * * ? *       | 2026-03-01T10:00:00Z     | 2026-03-02T08:00:00Z
          0 0/6 * * ? *        | 2026-03-01T18:00:00Z     | 2026-03-02T00:00:00Z
          0 2 ? * MON *        | 2026-03-01T00:00:00Z     | 2026-03-02T02:00:00Z
          0 2 ? * MON *        | 2026-03-02T02:00:00Z     | 2026-03-09T02:00:00Z
          0 2 ? * 1 *          | 2026-03-01T00:00:00Z     | 2026-03-01T02:00:00Z
          0 2 ? * 7 *          | 2026-03-01T00:00:00Z     | 2026-03-07T02:00:00Z
          0 2 ? * MON-FRI *    | 2026-03-06T02:00:00Z     | 2026-03-09T02:00:00Z
          0 2 ? * 2-6 *        | 2026-03-06T02:00:00Z     | 2026-03-09T02:00:00Z
          0 2 ? * sat,SUN *    | 2026-03-02T00:00:00Z     | 2026-03-07T02:00:00Z
          0 0 1 * ? *          | 2026-03-01T00:00:00Z     | 2026-04-01T00:00:00Z
          0 0 31 * ? *         | 2026-03-31T00:00:00Z     | 2026-05-31T00:00:00Z
          0 0 29 2 ? *         | 2026-03-01T00:00:00Z     | 2028-02-29T00:00:00Z
          0 0 29 FEB ? *       | 2096-02-29T00:00:00Z     | 2104-02-29T00:00:00Z
          0 0 L * ? *          | 2026-02-01T00:00:00Z     | 2026-02-28T00:00:00Z
          0 0 L 2 ? *          | 2027-03-01T00:00:00Z     | 2028-02-29T00:00:00Z
          0 0 L * ? *          | 2026-02-28T00:00:00Z     | 2026-03-31T00:00:00Z
          0 0 ? * L *          | 2026-03-01T00:00:00Z     | 2026-03-07T00:00:00Z
          0 0 ? * 6L *         | 2026-03-01T00:00:00Z     | 2026-03-27T00:00:00Z
          0 0 ? * FRIL *       | 2026-03-27T00:00:00Z     | 2026-04-24T00:00:00Z
          0 0 ? * 2#1 *        | 2026-03-01T00:00:00Z     | 2026-03-02T00:00:00Z
          0 0 ? * TUE#5 *      | 2026-03-01T00:00:00Z     | 2026-03-31T00:00:00Z
          0 0 ? * TUE#5 *      | 2026-03-31T00:00:00Z     | 2026-06-30T00:00:00Z
          0 0 15W * ? *        | 2026-03-01T00:00:00Z     | 2026-03-16T00:00:00Z
          0 0 14W * ? *        | 2026-03-01T00:00:00Z     | 2026-03-13T00:00:00Z
          0 0 16W * ? *        | 2026-03-01T00:00:00Z     | 2026-03-16T00:00:00Z
          0 0 1W * ? *         | 2026-03-01T00:00:00Z     | 2026-03-02T00:00:00Z
          0 0 1W 8 ? *         | 2026-03-01T00:00:00Z     | 2026-08-03T00:00:00Z
          0 0 31W 5 ? *        | 2026-03-01T00:00:00Z     | 2026-05-29T00:00:00Z
          0 0 31W * ? *        | 2026-03-31T00:00:00Z     | 2026-05-29T00:00:00Z
          0 0 LW * ? *         | 2026-05-01T00:00:00Z     | 2026-05-29T00:00:00Z
          0 0 LW * ? *         | 2026-02-01T00:00:00Z     | 2026-02-27T00:00:00Z
          0 0 1 JAN,jul ? *    | 2026-03-01T00:00:00Z     | 2026-07-01T00:00:00Z
          0 0 1 10-12 ? *      | 2026-03-01T00:00:00Z     | 2026-10-01T00:00:00Z
          0 0 1 1 ? 2030       | 2026-03-01T00:00:00Z     | 2030-01-01T00:00:00Z
          0 0 1 1 ? 2027-2030  | 2027-01-01T00:00:00Z     | 2028-01-01T00:00:00Z
          0 0 1 1 ? 2026/4     | 2026-03-01T00:00:00Z     | 2030-01-01T00:00:00Z
          59 23 31 12 ? 2199   | 2026-03-01T00:00:00Z     | 2199-12-31T23:59:00Z
          """)
  void the_next_match_is_found(String fields, String after, String expected) {
    assertThat(next(fields, after)).contains(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 0 30 2 ? *         | 2026-03-01T00:00:00Z
          0 0 31 4,6,9,11 ? *  | 2026-03-01T00:00:00Z
          0 0 30W 2 ? *        | 2026-03-01T00:00:00Z
          0 0 29 2 ? 2027      | 2026-03-01T00:00:00Z
          0 0 1 1 ? 2025       | 2026-03-01T00:00:00Z
          0 0 1 1 ? 2026       | 2026-01-01T00:00:00Z
          59 23 31 12 ? 2199   | 2199-12-31T23:59:00Z
          * * * * ? *          | 2199-12-31T23:59:00Z
          """)
  void what_never_matches_has_no_next(String fields, String after) {
    assertThat(next(fields, after)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0 2 * * ? *",
        "cron()",
        "cron( )",
        "cron(0 2 * * ?)",
        "cron(0 0 2 * * ? *)",
        "cron(0 2 * * * *)",
        "cron(0 2 ? * ? *)",
        "cron(60 2 * * ? *)",
        "cron(0 24 * * ? *)",
        "cron(0 2 0 * ? *)",
        "cron(0 2 32 * ? *)",
        "cron(0 2 * 13 ? *)",
        "cron(0 2 * 0 ? *)",
        "cron(0 2 ? * 0 *)",
        "cron(0 2 ? * 8 *)",
        "cron(0 2 * * ? 1969)",
        "cron(0 2 * * ? 2200)",
        "cron(-1 2 * * ? *)",
        "cron(5- 2 * * ? *)",
        "cron(0,,5 2 * * ? *)",
        "cron(30-10 2 * * ? *)",
        "cron(0/0 2 * * ? *)",
        "cron(0/5/5 2 * * ? *)",
        "cron(1-2-3 2 * * ? *)",
        "cron(? 2 * * ? *)",
        "cron(L 2 * * ? *)",
        "cron(0 2 32W * ? *)",
        "cron(0 2 W * ? *)",
        "cron(0 2 1W,15W * ? *)",
        "cron(0 2 ? * 2#6 *)",
        "cron(0 2 ? * 2#0 *)",
        "cron(0 2 ? * 2#1,3#2 *)",
        "cron(0 2 ? * XYZ *)",
        "cron(0 2 * FOO ? *)",
        "cron(0 2 * * ? *",
        "rate(5 minutes)",
        "cron(99999999999 2 * * ? *)"
      })
  void what_is_not_a_cron_expression_is_refused(String text) {
    assertThat(Cron.parse(text)).isEmpty();
  }

  @Test
  void an_expression_longer_than_any_list_is_refused() {
    assertThat(Cron.parse("cron(" + "0,".repeat(150) + "0 2 * * ? *)")).isEmpty();
  }

  @Test
  void blanks_between_fields_do_not_matter_and_the_text_stays_as_written() {
    assertThat(Cron.parse("cron( 0  2 *\t* ? * )").orElseThrow().next(Instant.EPOCH))
        .contains(Instant.parse("1970-01-01T02:00:00Z"));
    assertThat(cron("0 2 * * ? *")).hasToString("cron(0 2 * * ? *)");
    assertThat(cron("0 2 * * ? *")).isEqualTo(cron("0 2 * * ? *"));
    assertThat(cron("0 2 * * ? *")).isNotEqualTo(cron("0 3 * * ? *"));
  }

  // Every minute of four years, judged by the fields alone, against next().
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0/7 3,21 L * ? *",
        "59 23 ? * 1#3 *",
        "30 0/5 15W * ? *",
        "0 12 ? 2 7L *",
        "0 0 LW 1/3 ? 2026-2027"
      })
  void matches_follow_each_other_without_a_gap_or_a_step_back(String fields) {
    Cron cron = cron(fields);
    Instant end = Instant.parse("2030-01-01T00:00:00Z");
    List<Instant> all = new ArrayList<>();
    Optional<Instant> each = cron.next(Instant.parse("2026-01-01T00:00:00Z"));
    while (each.isPresent() && each.get().isBefore(end)) {
      all.add(each.get());
      each = cron.next(each.get());
    }

    assertThat(all).isSorted().doesNotHaveDuplicates().isNotEmpty();
    for (int i = 1; i < all.size(); i++) {
      // From anywhere between two matches the later one is next.
      Instant earlier = all.get(i - 1);
      Instant later = all.get(i);
      assertThat(cron.next(later.minusMillis(1))).contains(later);
      assertThat(cron.next(earlier.plusSeconds(1))).contains(later);
    }
  }
}
