package errand.core.app;

import static errand.core.app.Throttle.Kind.READ;
import static errand.core.app.Throttle.Kind.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.name.ThingName;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class ThrottleTest {
  private static final ThingName PUMP = ThingName.parse("pump").orElseThrow();
  private static final ThingName VALVE = ThingName.parse("valve").orElseThrow();
  private static final OptionalInt OFF = OptionalInt.empty();

  private Instant now = Instant.parse("2030-01-01T00:00:00Z");

  private Throttle throttle(OptionalInt thing, OptionalInt account, OptionalInt control) {
    return new Throttle(new Throttle.Limits(thing, account, control), () -> now);
  }

  private static OptionalInt of(int perSecond) {
    return OptionalInt.of(perSecond);
  }

  @Test
  void without_a_setting_everything_passes() {
    var throttle = Throttle.none(() -> now);
    for (var i = 0; i < 10_000; i++) {
      assertThat(throttle.admits(PUMP, WRITE) && throttle.admitsControl()).isTrue();
    }
  }

  @Test
  void a_thing_has_one_limit_for_reads_and_writes_of_its_own() {
    var throttle = throttle(of(2), OFF, OFF);

    assertThat(throttle.admits(PUMP, READ)).isTrue();
    assertThat(throttle.admits(PUMP, WRITE)).isTrue();
    assertThat(throttle.admits(PUMP, READ)).isFalse();
    assertThat(throttle.admits(VALVE, READ)).isTrue();
  }

  @Test
  void time_gives_back_what_was_taken() {
    var throttle = throttle(of(2), OFF, OFF);
    throttle.admits(PUMP, READ);
    throttle.admits(PUMP, READ);

    now = now.plus(Duration.ofMillis(500));

    assertThat(throttle.admits(PUMP, READ)).isTrue();
    assertThat(throttle.admits(PUMP, READ)).isFalse();
  }

  @Test
  void all_things_share_a_limit_for_reads_and_another_for_writes() {
    var throttle = throttle(OFF, of(1), OFF);

    assertThat(throttle.admits(PUMP, READ)).isTrue();
    assertThat(throttle.admits(VALVE, READ)).isFalse();
    assertThat(throttle.admits(VALVE, WRITE)).isTrue();
  }

  @Test
  void a_thing_over_its_limit_takes_nothing_from_the_others() {
    var throttle = throttle(of(1), of(2), OFF);
    throttle.admits(PUMP, READ);
    for (var i = 0; i < 10; i++) {
      assertThat(throttle.admits(PUMP, READ)).isFalse();
    }

    assertThat(throttle.admits(VALVE, READ)).isTrue();
  }

  @Test
  void a_request_refused_for_all_does_not_count_against_its_thing() {
    var throttle = throttle(of(1), of(1), OFF);
    throttle.admits(VALVE, READ);
    assertThat(throttle.admits(PUMP, READ)).isFalse();

    assertThat(throttle.admits(PUMP, WRITE)).isTrue();
  }

  @Test
  void the_control_plane_is_counted_apart() {
    var throttle = throttle(OFF, of(1), of(1));

    assertThat(throttle.admitsControl()).isTrue();
    assertThat(throttle.admitsControl()).isFalse();
    assertThat(throttle.admits(PUMP, READ)).isTrue();
  }

  @Test
  void memory_is_bounded_and_the_quietest_is_forgotten_first() {
    var paces = new Paces<String>(new Pace(1), 2);
    var at = Pace.micros(now);
    paces.admit("a", at);
    paces.admit("b", at);
    assertThat(paces.admit("a", at)).isFalse();
    paces.admit("c", at);

    assertThat(paces.size()).isEqualTo(2);
    assertThat(paces.admits("a", at)).isFalse();
    assertThat(paces.admits("b", at)).isTrue();
  }
}
