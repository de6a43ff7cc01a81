package errand.core.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a job may run: control-plane 5. All on the 1st of March 2026, UTC. */
class ScheduleTest {
  private static Instant at(String time) {
    return Instant.parse("2026-03-01T" + time + "Z");
  }

  private static Optional<Moment> moment(String time) {
    return Optional.of(new Moment(at(time), time));
  }

  private static Window window(String minutes, String hours, int length) {
    String text = "cron(" + minutes + " " + hours + " * * ? *)";
    return new Window(Cron.parse(text).orElseThrow(), Duration.ofMinutes(length));
  }

  private static Schedule windows(Window... windows) {
    return new Schedule(Optional.empty(), Optional.empty(), Optional.empty(), List.of(windows));
  }

  private static Schedule from(String start, Window... windows) {
    return new Schedule(moment(start), Optional.empty(), Optional.empty(), List.of(windows));
  }

  private static Schedule until(String end, Window... windows) {
    return new Schedule(Optional.empty(), moment(end), Optional.empty(), List.of(windows));
  }

  private static List<String> times(Stream<Instant> instants) {
    return instants.map(each -> each.toString().substring(11, 16)).toList();
  }

  // A window.

  @ParameterizedTest
  @CsvSource({
    "01:59:59.999, false",
    "02:00:00, true",
    "02:29:59.999, true",
    "02:30:00, false",
    "02:30:00.001, false"
  })
  void a_window_is_open_from_its_instant_and_closed_at_its_end(String time, boolean open) {
    assertThat(window("0", "2", 30).openAt(at(time))).isEqualTo(open);
  }

  @Test
  void a_window_that_opened_the_day_before_is_still_open() {
    assertThat(window("30", "23", 60).closes(at("00:10:00"))).contains(at("00:30:00"));
    assertThat(window("0", "2", Window.MINUTES_MAX).openAt(at("01:49:59"))).isTrue();
    assertThat(window("0", "2", Window.MINUTES_MAX).openAt(at("01:50:00"))).isFalse();
  }

  // Without windows.

  @Test
  void nothing_asked_for_is_always_open_and_never_closes() {
    assertThat(Schedule.NONE.none()).isTrue();
    assertThat(Schedule.NONE.openAt(Instant.EPOCH)).isTrue();
    assertThat(Schedule.NONE.closing(at("12:00:00"))).isEmpty();
    assertThat(Schedule.NONE.nextOpening(at("12:00:00"))).isEmpty();
    assertThat(Schedule.NONE.openings(at("12:00:00"))).isEmpty();
    assertThat(Schedule.NONE.endReached(Instant.MAX)).isFalse();
  }

  @Test
  void a_start_is_reached_at_its_instant() {
    Schedule schedule = from("12:00:00");

    assertThat(schedule.openAt(at("11:59:59.999"))).isFalse();
    assertThat(schedule.nextOpening(at("11:59:59.999"))).contains(at("12:00:00"));
    assertThat(schedule.openAt(at("12:00:00"))).isTrue();
    assertThat(schedule.nextOpening(at("12:00:00"))).isEmpty();
    assertThat(schedule.closing(at("12:00:00"))).isEmpty();
    assertThat(schedule.openings(at("11:00:00"))).containsExactly(at("12:00:00"));
    assertThat(schedule.openings(at("12:00:00"))).isEmpty();
  }

  @Test
  void an_end_is_reached_at_its_instant() {
    Schedule schedule = until("12:00:00");

    assertThat(schedule.endReached(at("11:59:59.999"))).isFalse();
    assertThat(schedule.endReached(at("12:00:00"))).isTrue();
  }

  // With windows.

  @Test
  void between_its_windows_it_is_closed_and_opens_with_the_earliest() {
    Schedule schedule = windows(window("0", "20", 60), window("0", "4", 60));

    assertThat(schedule.openAt(at("03:00:00"))).isFalse();
    assertThat(schedule.nextOpening(at("03:00:00"))).contains(at("04:00:00"));
    assertThat(schedule.closing(at("04:30:00"))).contains(at("05:00:00"));
    assertThat(schedule.nextOpening(at("05:00:00"))).contains(at("20:00:00"));
  }

  @Test
  void overlapping_windows_close_with_the_last_of_them() {
    Schedule schedule = windows(window("0", "2", 60), window("30", "2", 60), window("15", "3", 30));

    assertThat(schedule.closing(at("02:10:00"))).contains(at("03:45:00"));
  }

  @Test
  void windows_that_touch_are_one() {
    Schedule schedule = windows(window("0", "2", 60), window("0", "3", 60));

    assertThat(schedule.openAt(at("03:00:00"))).isTrue();
    assertThat(schedule.closing(at("02:00:00"))).contains(at("04:00:00"));
  }

  @Test
  void a_short_window_within_a_long_one_changes_nothing() {
    Schedule schedule = windows(window("0", "2", 120), window("30", "2", 10));

    assertThat(schedule.closing(at("02:35:00"))).contains(at("04:00:00"));
    assertThat(schedule.closing(at("02:00:00"))).contains(at("04:00:00"));
  }

  @Test
  void a_window_longer_than_its_own_beat_never_really_closes() {
    Schedule schedule = windows(window("0/30", "*", 45));
    Instant closing = schedule.closing(at("12:00:00")).orElseThrow();

    assertThat(closing).isAfter(at("12:00:00").plus(Duration.ofHours(12)));
    assertThat(schedule.openAt(closing)).isTrue();
  }

  @Test
  void a_start_within_a_window_opens_there_and_closes_with_it() {
    Schedule schedule = from("02:10:00", window("0", "2", 60));

    assertThat(schedule.openAt(at("02:05:00"))).isFalse();
    assertThat(schedule.nextOpening(at("00:00:00"))).contains(at("02:10:00"));
    assertThat(schedule.openAt(at("02:10:00"))).isTrue();
    assertThat(schedule.closing(at("02:10:00"))).contains(at("03:00:00"));
  }

  @Test
  void a_start_between_windows_waits_for_the_next_one() {
    Schedule schedule = from("03:00:00", window("0", "2", 60), window("0", "5", 60));

    assertThat(schedule.nextOpening(at("00:00:00"))).contains(at("05:00:00"));
    assertThat(schedule.openAt(at("03:00:00"))).isFalse();
  }

  @Test
  void a_start_with_its_window_opens_then() {
    Schedule schedule = from("02:00:00", window("0", "2", 60));

    assertThat(schedule.nextOpening(at("00:00:00"))).contains(at("02:00:00"));
    assertThat(schedule.openings(at("00:00:00")).getFirst()).isEqualTo(at("02:00:00"));
  }

  @Test
  void windows_that_never_open_again_have_no_next_opening() {
    var past = new Window(Cron.parse("cron(0 2 1 1 ? 2025)").orElseThrow(), Duration.ofHours(1));

    assertThat(windows(past).nextOpening(at("00:00:00"))).isEmpty();
    assertThat(windows(past).openings(at("00:00:00"))).isEmpty();
  }

  // Openings shown ahead.

  @Test
  void the_next_seven_openings_are_shown() {
    Schedule schedule = windows(window("0", "*", 10), window("30", "0/4", 10));

    assertThat(times(schedule.openings(at("02:00:00")).stream()))
        .containsExactly("03:00", "04:00", "04:30", "05:00", "06:00", "07:00", "08:00");
  }

  @Test
  void two_windows_that_open_together_are_shown_once() {
    Schedule schedule = windows(window("0", "2", 10), window("0", "2", 60));

    assertThat(schedule.openings(at("00:00:00")))
        .hasSize(Schedule.SHOWN_OPENINGS)
        .doesNotHaveDuplicates()
        .startsWith(at("02:00:00"));
  }

  @Test
  void openings_are_shown_from_the_start_on_and_none_at_the_end_or_after_it() {
    var schedule =
        new Schedule(
            moment("03:00:00"),
            moment("06:00:00"),
            Optional.empty(),
            List.of(window("0", "*", 10)));

    assertThat(times(schedule.openings(at("00:00:00")).stream()))
        .containsExactly("03:00", "04:00", "05:00");
  }
}
