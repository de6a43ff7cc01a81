package errand.server.events;

import errand.core.app.EventRows.Numbered;
import errand.core.app.Store;
import errand.server.loop.Loop;
import errand.server.wire.event.EventMessages;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands events to one reader in the order of their commits, at least once. What fails is tried
 * again, after a pause that doubles; a reader that takes nothing for a day loses the event it is
 * stuck at.
 */
public final class EventLoop implements AutoCloseable {
  private static final int BATCH = 200;
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Duration PAUSE_MIN = Duration.ofMillis(500);
  private static final Duration PAUSE_MAX = Duration.ofMinutes(5);
  private static final Duration GIVE_UP_AFTER = Duration.ofDays(1);
  private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

  private final Store store;
  private final Reader reader;
  private final EventMessages messages;
  private final Pause pause;
  private final Loop loop;

  public EventLoop(Store store, Reader reader, EventMessages messages) {
    this(store, reader, messages, Thread::sleep);
  }

  EventLoop(Store store, Reader reader, EventMessages messages, Pause pause) {
    this.pause = pause;
    this.store = store;
    this.reader = reader;
    this.messages = messages;
    this.loop =
        new Loop(
            Thread.ofVirtual().name("events-" + reader.name()),
            () -> handOver() ? Duration.ZERO : LOOK_EVERY);
  }

  /** How the loop waits before it tries again. */
  @FunctionalInterface
  interface Pause {
    void take(Duration time) throws InterruptedException;
  }

  public void start() {
    loop.start();
  }

  /** There may be something to hand over. Never blocks. */
  public void ring() {
    loop.ring();
  }

  /** Hands over a batch; true when there may be more to do at once. */
  boolean handOver() throws InterruptedException {
    List<Numbered> owed;
    try {
      owed = store.read(tx -> tx.events().take(tx.readers().position(reader.name()), BATCH));
    } catch (RuntimeException failure) {
      LOG.error("events not read, trying again reader={}", reader.name(), failure);
      return false;
    }
    for (Numbered each : owed) {
      handOver(each);
    }
    boolean written = owed.isEmpty() || done(owed.getLast().number());
    return written && owed.size() == BATCH;
  }

  private void handOver(Numbered event) throws InterruptedException {
    Duration waited = Duration.ZERO;
    Duration next = PAUSE_MIN;
    while (waited.compareTo(GIVE_UP_AFTER) < 0) {
      try {
        reader.take(messages.message(event));
        return;
      } catch (RuntimeException failure) {
        LOG.warn(
            "event not taken, trying again reader={} subject={} pause={} why={}",
            reader.name(),
            event.event().subject(),
            next,
            failure.toString());
      }
      pause.take(next);
      waited = waited.plus(next);
      next = doubled(next);
    }
    LOG.error(
        "event given up after a day reader={} subject={}", reader.name(), event.event().subject());
  }

  private static Duration doubled(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(PAUSE_MAX) < 0 ? twice : PAUSE_MAX;
  }

  // When the place is not written down, the same events are handed over again: at least once.
  private boolean done(long number) {
    try {
      store.transact(
          tx -> {
            tx.readers().put(reader.name(), number);
            tx.events().removeUpTo(tx.readers().lowest());
            return number;
          });
      return true;
    } catch (RuntimeException failure) {
      LOG.error("place not written down, trying again reader={}", reader.name(), failure);
      return false;
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
