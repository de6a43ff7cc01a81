package errand.server.store;

import static errand.core.app.StoreSamples.T0;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

final class UuidIdsTest {
  private static final long MICROS = T0.toEpochMilli() * 1000;

  private Instant now = T0;

  private UuidIds ids(long highestOrder) {
    return new UuidIds(() -> now, new SplittableRandom(1), highestOrder);
  }

  @Test
  void an_id_is_of_version_7_and_begins_with_the_clock() {
    UUID id = ids(0).next();

    assertThat(id.version()).isEqualTo(7);
    assertThat(id.variant()).isEqualTo(2);
    assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(T0.toEpochMilli());
  }

  @Test
  void ids_go_up_within_a_millisecond_beyond_its_count_and_when_the_clock_goes_back() {
    var ids = ids(0);
    var made = new ArrayList<UUID>();
    for (int i = 0; i < 10_000; i++) {
      if (i == 5_000) {
        now = T0.minusSeconds(3600);
      }
      made.add(ids.next());
    }

    assertThat(made).isSorted().doesNotHaveDuplicates();
    assertThat(made).allMatch(id -> id.version() == 7 && id.variant() == 2);
  }

  @Test
  void the_same_seed_makes_the_same_ids() {
    assertThat(List.of(ids(0).next(), ids(0).next())).containsOnly(ids(0).next());
  }

  @Test
  void orders_are_microseconds_and_go_up_whatever_the_clock_does() {
    var ids = ids(0);

    assertThat(ids.nextOrder(T0)).isEqualTo(MICROS);
    assertThat(ids.nextOrder(T0)).isEqualTo(MICROS + 1);
    assertThat(ids.nextOrder(T0.minusSeconds(9))).isEqualTo(MICROS + 2);
    assertThat(ids.nextOrder(T0.plusMillis(1))).isEqualTo(MICROS + 1000);
  }

  @Test
  void orders_begin_above_the_highest_used() {
    assertThat(ids(MICROS + 50).nextOrder(T0)).isEqualTo(MICROS + 51);
    assertThat(ids(MICROS - 50).nextOrder(T0)).isEqualTo(MICROS);
  }

  @Test
  void no_order_or_id_is_given_twice_to_threads_at_once() {
    var ids = new UuidIds(InstantSource.fixed(T0), new SplittableRandom(1), 0);
    var seen = ConcurrentHashMap.newKeySet();
    try (var threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        threads.execute(
            () -> {
              for (int n = 0; n < 5_000; n++) {
                seen.add(ids.nextOrder(T0));
                seen.add(ids.next());
              }
            });
      }
    }

    assertThat(seen).hasSize(40_000);
  }
}
