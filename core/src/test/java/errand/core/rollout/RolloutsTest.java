package errand.core.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.name.GroupName;
import errand.core.name.ThingName;
import errand.core.rollout.Progress.Minute;
import errand.core.rollout.Rate.Criterion;
import errand.core.rollout.Rate.Ramp;
import errand.core.rollout.Rollouts.Step;
import errand.core.rollout.Rollouts.Step.Place;
import errand.core.rollout.Rollouts.Step.Wait;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a rollout may place executions: control-plane 4.1. */
class RolloutsTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00.250Z");
  private static final Rate TEN = new Rate(10, Optional.empty());

  private static Progress filled(Instant from, int rate, int placed) {
    return Progress.NOT_BEGUN.placed(new Minute(from, rate, 0), placed);
  }

  @Test
  void the_first_batch_may_go_at_once() {
    assertThat(Rollouts.next(TEN, Progress.NOT_BEGUN, 0, T0))
        .isEqualTo(new Place(new Minute(T0, 10, 0), 10));
  }

  @Test
  void what_is_left_of_a_minute_may_be_used_within_it() {
    assertThat(Rollouts.next(TEN, filled(T0, 10, 4), 0, T0.plusSeconds(59)))
        .isEqualTo(new Place(new Minute(T0, 10, 4), 6));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "59999"})
  void a_full_minute_waits_for_the_next(long millisLater) {
    assertThat(Rollouts.next(TEN, filled(T0, 10, 10), 0, T0.plusMillis(millisLater)))
        .isEqualTo(new Wait(T0.plusSeconds(60)));
  }

  @Test
  void the_next_minute_begins_sixty_seconds_after_the_last() {
    assertThat(Rollouts.next(TEN, filled(T0, 10, 10), 0, T0.plusMillis(60_000)))
        .isEqualTo(new Place(new Minute(T0.plusSeconds(60), 10, 0), 10));
  }

  @ParameterizedTest
  @CsvSource({"60000, 60", "119999, 60", "120000, 120", "3599999, 3540", "3600000, 3600"})
  void a_pause_keeps_the_beat_of_the_first_minute(long millisLater, long from) {
    assertThat(Rollouts.next(TEN, filled(T0, 10, 3), 0, T0.plusMillis(millisLater)))
        .isEqualTo(new Place(new Minute(T0.plusSeconds(from), 10, 0), 10));
  }

  @Test
  void a_pause_earns_nothing() {
    assertThat(Rollouts.next(TEN, filled(T0, 10, 0), 0, T0.plusSeconds(600)))
        .isEqualTo(new Place(new Minute(T0.plusSeconds(600), 10, 0), 10));
  }

  @Test
  void a_change_of_rate_takes_effect_with_the_next_minute() {
    var faster = new Rate(50, Optional.empty());
    var slower = new Rate(2, Optional.empty());
    var progress = filled(T0, 10, 10);

    assertThat(Rollouts.next(faster, progress, 0, T0.plusSeconds(59)))
        .isEqualTo(new Wait(T0.plusSeconds(60)));
    assertThat(Rollouts.next(slower, filled(T0, 10, 4), 0, T0.plusSeconds(59)))
        .isEqualTo(new Place(new Minute(T0, 10, 4), 6));
    assertThat(Rollouts.next(faster, progress, 0, T0.plusSeconds(60)))
        .isEqualTo(new Place(new Minute(T0.plusSeconds(60), 50, 0), 50));
    assertThat(Rollouts.next(slower, progress, 0, T0.plusSeconds(60)))
        .isEqualTo(new Place(new Minute(T0.plusSeconds(60), 2, 0), 2));
  }

  @Test
  void a_step_of_the_ramp_is_taken_at_the_next_minute_only() {
    var ramp = new Rate(1000, Optional.of(new Ramp(10, 20, Criterion.SUCCEEDED, 5)));

    assertThat(Rollouts.next(ramp, filled(T0, 10, 10), 5, T0.plusSeconds(30)))
        .isEqualTo(new Wait(T0.plusSeconds(60)));
    assertThat(Rollouts.next(ramp, filled(T0, 10, 10), 5, T0.plusSeconds(60)))
        .isEqualTo(new Place(new Minute(T0.plusSeconds(60), 20, 0), 20));
  }

  // 50 a minute until 1000 are notified, then 100 until 2000, 200 until 3000, 400 until 4000.
  @Test
  void the_guides_table_comes_out_of_a_rollout_that_always_fills_its_minutes() {
    var guide = new Rate(1000, Optional.of(new Ramp(50, 20, Criterion.NOTIFIED, 1000)));
    var placed = new ArrayList<Integer>();
    Progress progress = Progress.NOT_BEGUN;
    Instant now = T0;

    while (progress.notified() < 4000) {
      switch (Rollouts.next(guide, progress, 0, now)) {
        case Place(var minute, var atMost) -> {
          placed.add(atMost);
          progress = progress.placed(minute, atMost);
        }
        case Wait(var until) -> now = until;
      }
    }

    var expected = new ArrayList<Integer>();
    expected.addAll(Collections.nCopies(20, 50));
    expected.addAll(Collections.nCopies(10, 100));
    expected.addAll(Collections.nCopies(5, 200));
    expected.addAll(List.of(400, 400, 400));
    assertThat(placed).isEqualTo(expected);
    assertThat(now).isEqualTo(T0.plusSeconds(37 * 60));
  }

  // Every rate, asked every seven seconds for ten minutes, taking what it is offered or a part.
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 9", "3, 2", "10, 3", "10, 10", "1000, 333"})
  void no_minute_of_the_beat_gets_more_than_the_rate(int perMinute, int takenAtOnce) {
    var rate = new Rate(perMinute, Optional.empty());
    var perBeat = new int[10];
    Progress progress = Progress.NOT_BEGUN;

    for (int second = 0; second < 600; second += 7) {
      Step step = Rollouts.next(rate, progress, 0, T0.plusSeconds(second));
      if (step instanceof Place(var minute, var atMost)) {
        int taken = Math.min(takenAtOnce, atMost);
        progress = progress.placed(minute, taken);
        perBeat[second / 60] += taken;
      }
    }

    assertThat(Arrays.stream(perBeat).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(1, perMinute));
  }

  @Test
  void progress_remembers_its_place_and_counts_through_every_move() {
    var group = new GroupName("g");
    var thing = new ThingName("t");
    var minute = new Minute(T0, 10, 2);

    var moved = filled(T0, 10, 2).past(group, Optional.of(thing));

    assertThat(moved)
        .isEqualTo(
            new Progress(0, Optional.of(group), Optional.of(thing), 2, Optional.of(minute), false));
    assertThat(moved.nextTarget())
        .isEqualTo(
            new Progress(1, Optional.empty(), Optional.empty(), 2, Optional.of(minute), false));
    assertThat(moved.nextTarget().finished())
        .isEqualTo(
            new Progress(1, Optional.empty(), Optional.empty(), 2, Optional.of(minute), true));
  }
}
