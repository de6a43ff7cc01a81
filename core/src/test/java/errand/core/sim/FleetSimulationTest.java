package errand.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Fleets in storms: each seed is a history of orders, devices, losses, crashes and clock steps, and
 * no law may break in it; then faults stop, and everything must come to its end. The test command
 * runs {@value #SEEDS} seeds.
 *
 * <ul>
 *   <li>{@code -Derrand.seeds=N} runs N seeds, {@code -Derrand.seeds.from=M} beginning with M
 *   <li>{@code -Dseed=N} runs one seed and prints all that happens
 * </ul>
 *
 * <p>A run, from the root: {@code mvn -Dquick -DskipTests=false -pl core -Dtest=FleetSimulationTest
 * -Derrand.seeds=1000000 test}. See {@code docs/simulation.md}.
 */
class FleetSimulationTest {
  private static final int SEEDS = 1000;

  @Test
  void a_thousand_seeds_keep_the_laws() {
    long from = Long.getLong("errand.seeds.from", 0);
    long seeds = Long.getLong("errand.seeds", SEEDS);
    var sights = new Sights();

    for (long seed = from; seed < from + seeds; seed++) {
      sights.add(Seeds.run(seed, Plant.NONE).sights());
    }

    if (seeds >= SEEDS) {
      assertThat(sights.seen())
          .containsKeys(
              "SUCCEEDED",
              "FAILED",
              "REJECTED",
              "TIMED_OUT",
              "REMOVED",
              "CANCELED",
              "another run",
              "retry",
              "hidden retry",
              "abort",
              "job SCHEDULED",
              "job COMPLETED",
              "job DELETION_IN_PROGRESS",
              "end STOP_ROLLOUT",
              "end CANCEL",
              "end FORCE_CANCEL");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {26, 776, 11532, 27423})
  void a_seed_that_failed_once_keeps_the_laws_now(long seed) {
    Seeds.run(seed, Plant.NONE);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void a_seed_is_one_history(long seed) {
    Simulation.Outcome first = Seeds.run(seed, Plant.NONE);
    Simulation.Outcome second = Seeds.run(seed, Plant.NONE);

    assertThat(second.hash()).isEqualTo(first.hash());
    assertThat(second.events()).isEqualTo(first.events());
  }

  @Test
  @EnabledIfSystemProperty(named = "seed", matches = "[0-9]+")
  void the_seed_asked_for_is_told_in_full() {
    Seeds.tell(Long.getLong("seed"));
  }
}
