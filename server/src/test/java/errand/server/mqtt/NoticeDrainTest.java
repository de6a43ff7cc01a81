package errand.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.Bell;
import errand.core.app.DeviceJobs;
import errand.core.app.Throttle;
import errand.core.execution.Notice;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import errand.server.store.SqliteStore;
import errand.server.store.UuidIds;
import errand.server.wire.device.MqttDevicePlane;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notices wait for the answers of their own thing, and for nobody else's. */
final class NoticeDrainTest {
  private static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration JUST_SHORT = NoticeDrain.HOLD_MAX.minusMillis(1);
  private static final ThingName BUSY = new ThingName("busy");
  private static final ThingName OTHER = new ThingName("other");

  @TempDir private Path folder = Path.of("");
  private final Holds holds = new Holds();
  private final Published published = new Published();
  private SqliteStore store;
  private NoticeDrain drain;
  private long nanos = 17;

  @BeforeEach
  void open() {
    store = SqliteStore.open(folder);
    var clock = InstantSource.fixed(T0);
    var ids = new UuidIds(clock, new SecureRandom(), 0);
    var devices = new DeviceJobs(store, ids, clock, Bell.SILENT);
    var throttle = new Throttle(Throttle.Limits.NONE, clock);
    var plane = new MqttDevicePlane(devices, throttle, clock, Set.of());
    drain = new NoticeDrain(store, plane, published, holds, () -> nanos);
  }

  @AfterEach
  void close() {
    drain.close();
    store.close();
  }

  @Test
  void a_thing_that_never_pauses_holds_its_notices_for_a_moment_only() {
    holds.hold(BUSY);
    owe(BUSY);

    drain.look();
    pass(JUST_SHORT);
    drain.look();
    assertThat(published.things()).isEmpty();
    pass(Duration.ofMillis(1));
    drain.look();

    assertThat(published.things()).containsExactly("busy");
    assertThat(owed()).isZero();
  }

  @Test
  void the_impatience_with_one_thing_is_not_for_another() {
    holds.hold(BUSY);
    owe(BUSY);
    drain.look();
    pass(JUST_SHORT);
    holds.hold(OTHER);
    owe(OTHER);
    drain.look();

    pass(Duration.ofMillis(1));
    drain.look();
    assertThat(published.things()).containsExactly("busy");
    pass(JUST_SHORT);
    drain.look();

    assertThat(published.things()).containsExactly("busy", "other");
  }

  @Test
  void a_thing_that_waits_anew_has_all_the_time_again() {
    holds.hold(BUSY);
    owe(BUSY);
    drain.look();
    pass(NoticeDrain.HOLD_MAX);
    drain.look();

    owe(BUSY);
    drain.look();
    pass(JUST_SHORT);
    drain.look();

    assertThat(published.things()).containsExactly("busy");
  }

  @Test
  void later_notices_of_a_thing_wait_behind_the_first_and_go_in_order() {
    holds.hold(BUSY);
    owe(BUSY);
    owe(OTHER);
    drain.look();
    holds.release(BUSY);
    owe(BUSY);

    drain.look();

    assertThat(published.things()).containsExactly("other", "busy", "busy");
  }

  @Test
  void a_thousand_notices_that_wait_hold_up_no_other() {
    holds.hold(BUSY);
    for (int i = 0; i < 1_000; i++) {
      owe(BUSY);
    }
    owe(OTHER);

    drain.look();

    assertThat(published.things()).containsExactly("other");
    assertThat(owed()).isEqualTo(1_000);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
  }

  private void owe(ThingName thing) {
    store.transact(
        tx -> {
          tx.outbox().add(new Notice(thing, Namespace.NONE, T0, true, false, List.of()));
          return thing;
        });
  }

  private int owed() {
    return store.<Integer>read(tx -> tx.outbox().take(0, 2_000).size());
  }

  /** A link that remembers what was published. */
  private static final class Published implements AccountLink {
    private final List<String> topics = new ArrayList<>();

    /** The things told, in order. */
    List<String> things() {
      return topics.stream()
          .map(topic -> topic.replace("$aws/things/", "").replace("/jobs/notify", ""))
          .toList();
    }

    @Override
    public void publish(String topic, byte[] payload) {
      topics.add(topic);
    }

    @Override
    public int disconnect(Predicate<Caller> which) {
      return 0;
    }
  }
}
