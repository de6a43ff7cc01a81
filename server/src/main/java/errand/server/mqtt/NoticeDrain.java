package errand.server.mqtt;

import errand.core.app.Outbox;
import errand.core.app.Store;
import errand.core.name.JobId;
import errand.core.name.ThingName;
import errand.server.wire.device.MqttDevicePlane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes what the outbox owes, in the order of commits, and takes it away afterwards: at least
 * once, in order per thing, also across a crash. One thread.
 */
public final class NoticeDrain implements AutoCloseable {
  /** Notices published between two removals. */
  private static final int BATCH = 500;

  /** Looks without being rung for, in case a bell was lost with its process. */
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /**
   * Longest wait for a thing's answers; a device that never pauses must not hold its own notices.
   */
  private static final Duration HOLD_MAX = Duration.ofMillis(100);

  private static final Duration QUIET_MAX = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(NoticeDrain.class);

  private final Store store;
  private final MqttDevicePlane plane;
  private final MqttLink link;
  private final Holds holds;
  private final Semaphore bell = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closing;
  private long heldSinceNanos;

  public NoticeDrain(Store store, MqttDevicePlane plane, MqttLink link, Holds holds) {
    this.store = store;
    this.plane = plane;
    this.link = link;
    this.holds = holds;
    this.thread = Thread.ofPlatform().name("notices").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /** There may be something to publish. Never blocks. */
  public void ring() {
    if (bell.availablePermits() == 0) {
      bell.release();
    }
  }

  /** Blocks until nothing is owed, or for a few seconds at most. */
  public void awaitQuiet() {
    long giveUp = System.nanoTime() + QUIET_MAX.toNanos();
    while (System.nanoTime() < giveUp
        && !store.<List<Outbox.Numbered>>read(tx -> tx.outbox().take(0, 1)).isEmpty()) {
      ring();
      LockSupport.parkNanos(1_000_000);
    }
  }

  private void run() {
    while (!closing) {
      try {
        Look look = look();
        await(look.held() ? Duration.ofMillis(1) : look.more() ? Duration.ZERO : LOOK_EVERY);
      } catch (InterruptedException stopped) {
        return;
      } catch (RuntimeException failure) {
        LOG.error("notices not published, trying again", failure);
        pause();
      }
    }
  }

  private void await(Duration most) throws InterruptedException {
    if (bell.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
      bell.drainPermits();
    }
  }

  private void pause() {
    try {
      Thread.sleep(LOOK_EVERY);
    } catch (InterruptedException stopped) {
      closing = true;
    }
  }

  private record Look(boolean held, boolean more) {}

  private Look look() {
    List<Outbox.Numbered> owed = store.read(tx -> tx.outbox().take(0, BATCH));
    boolean patient = patient();
    var waiting = new HashSet<ThingName>();
    var published = new ArrayList<Long>();
    try {
      for (Outbox.Numbered each : owed) {
        ThingName thing = each.notice().thing();
        // Once one notice of a thing waits, the later ones wait behind it.
        if (waiting.contains(thing) || (patient && holds.held(thing))) {
          waiting.add(thing);
        } else {
          publish(each);
          published.add(each.number());
        }
      }
    } finally {
      remove(published);
    }
    held(!waiting.isEmpty());
    return new Look(!waiting.isEmpty(), owed.size() == BATCH);
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

  private boolean patient() {
    return heldSinceNanos == 0 || System.nanoTime() - heldSinceNanos < HOLD_MAX.toNanos();
  }

  private void held(boolean any) {
    if (!any) {
      heldSinceNanos = 0;
    } else if (heldSinceNanos == 0 || !patient()) {
      heldSinceNanos = System.nanoTime();
    }
  }

  private void publish(Outbox.Numbered owed) {
    for (var message : plane.messages(owed.notice(), this::document)) {
      link.publish(message.topic(), message.payload());
    }
  }

  private Optional<String> document(JobId job) {
    return store.read(tx -> tx.jobs().document(job));
  }

  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
