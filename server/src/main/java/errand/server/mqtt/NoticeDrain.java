package errand.server.mqtt;

import errand.core.app.Outbox;
import errand.core.app.Store;
import errand.core.name.ThingName;
import errand.server.loop.Loop;
import errand.server.wire.device.MqttDevicePlane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Publishes what the outbox owes, in the order of commits, and takes it away afterwards: at least
 * once, in order per thing, also across a crash. One thread.
 */
public final class NoticeDrain implements AutoCloseable {
  /** Notices published between two removals. */
  private static final int BATCH = 500;

  /** Batches looked at past notices that wait, so that many waiting things hold up no other. */
  private static final int BATCHES_PAST_WAITING = 20;

  /** Looks without being rung for, in case a bell was lost with its process. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** Longest wait of a thing's notices for its answers. */
  static final Duration HOLD_MAX = Duration.ofMillis(100);

  private static final Duration HELD_LOOK_EVERY = Duration.ofMillis(1);
  private static final Duration QUIET_MAX = Duration.ofSeconds(5);

  private final Store store;
  private final MqttDevicePlane plane;
  private final AccountLink link;
  private final Holds holds;
  private final Patience patience;
  private final Loop loop;

  public NoticeDrain(Store store, MqttDevicePlane plane, AccountLink link, Holds holds) {
    this(store, plane, link, holds, System::nanoTime);
  }

  NoticeDrain(
      Store store, MqttDevicePlane plane, AccountLink link, Holds holds, LongSupplier nanos) {
    this.store = store;
    this.plane = plane;
    this.link = link;
    this.holds = holds;
    this.patience = new Patience(HOLD_MAX, nanos);
    this.loop = new Loop("notices", this::look);
  }

  public void start() {
    loop.start();
  }

  /** There may be something to publish. Never blocks. */
  public void ring() {
    loop.ring();
  }

  /** Blocks until nothing is owed, or for a few seconds at most. */
  public void awaitQuiet() {
    long giveUp = System.nanoTime() + QUIET_MAX.toNanos();
    while (System.nanoTime() < giveUp && !owed(0, 1).isEmpty()) {
      ring();
      LockSupport.parkNanos(1_000_000);
    }
  }

  /** Publishes what may go; how long to wait before the next look. */
  Duration look() {
    var waiting = new HashSet<ThingName>();
    List<Outbox.Numbered> batch = owed(0, BATCH);
    publish(batch, waiting);
    for (int i = 0; i < BATCHES_PAST_WAITING && full(batch) && !waiting.isEmpty(); i++) {
      batch = owed(batch.getLast().number(), BATCH);
      publish(batch, waiting);
    }
    patience.retain(waiting);
    if (!waiting.isEmpty()) {
      return HELD_LOOK_EVERY;
    }
    return full(batch) ? Duration.ZERO : LOOK_EVERY;
  }

  private static boolean full(List<Outbox.Numbered> batch) {
    return batch.size() == BATCH;
  }

  private List<Outbox.Numbered> owed(long above, int limit) {
    return store.read(tx -> tx.outbox().take(above, limit));
  }

  private void publish(List<Outbox.Numbered> owed, Set<ThingName> waiting) {
    var published = new ArrayList<Long>();
    try {
      for (Outbox.Numbered each : owed) {
        ThingName thing = each.notice().thing();
        // Once one notice of a thing waits, the later ones wait behind it.
        if (waiting.contains(thing) || (holds.held(thing) && patience.lasts(thing))) {
          waiting.add(thing);
        } else {
          publish(each);
          published.add(each.number());
        }
      }
    } finally {
      remove(published);
    }
  }

  private void publish(Outbox.Numbered owed) {
    for (var message : plane.messages(owed.notice(), plane::document)) {
      link.publish(message.topic(), message.payload());
    }
  }

  // Also when a later one failed: what is out must not go out again every second.
  private void remove(List<Long> published) {
    if (!published.isEmpty()) {
      store.transact(
          tx -> {
            tx.outbox().remove(published);
            return published.size();
          });
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
