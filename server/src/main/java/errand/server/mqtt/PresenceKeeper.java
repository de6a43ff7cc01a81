package errand.server.mqtt;

import com.google.common.util.concurrent.Uninterruptibles;
import errand.core.app.Presence;
import errand.core.fleet.Connectivity;
import errand.core.fleet.DisconnectReason;
import errand.server.identity.DeviceCertificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notes who comes and goes, and writes it down in batches behind their backs: a device never waits
 * for its presence to be durable, and a crash loses what the last moment brought. Of a client that
 * came and went several times between two batches only the latest is written.
 *
 * <p>Threads: any may tell; one of its own writes. Both maps are guarded by the lock.
 */
public final class PresenceKeeper implements AutoCloseable {
  /** Clients waiting to be written; beyond it whoever comes or goes waits for the writer. */
  static final int WAITING_MAX = 100_000;

  /** Between two batches, so that they are batches. A crash loses about this much. */
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(PresenceKeeper.class);

  private final Presence presence;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Long> live = new LinkedHashMap<>();
  private final Map<String, Presence.Seen> waiting = new LinkedHashMap<>();
  private final Thread thread;
  private boolean closing;

  public PresenceKeeper(Presence presence, InstantSource clock) {
    this.presence = presence;
    this.clock = clock;
    this.thread = Thread.ofPlatform().name("presence").unstarted(this::run);
  }

  /** Forgets the connections of the last start, then begins to write; before the broker starts. */
  public void start() {
    presence.forgetConnections();
    thread.start();
  }

  void connected(Caller caller) {
    lock.lock();
    try {
      live.put(caller.clientId(), caller.connection());
      tell(caller, Connectivity.up(clock.instant()));
    } finally {
      lock.unlock();
    }
  }

  void disconnected(Caller caller, Ending ending) {
    lock.lock();
    try {
      // Whoever took the client id over is still there.
      if (live.remove(caller.clientId(), caller.connection())) {
        tell(caller, Connectivity.down(clock.instant(), reason(ending)));
      }
    } finally {
      lock.unlock();
    }
  }

  private static DisconnectReason reason(Ending ending) {
    return switch (ending) {
      case BY_CLIENT -> DisconnectReason.CLIENT_INITIATED_DISCONNECT;
      case BY_SERVER -> DisconnectReason.SERVER_INITIATED_DISCONNECT;
      case TAKEN_OVER -> DisconnectReason.DUPLICATE_CLIENTID;
      case LOST -> DisconnectReason.CONNECTION_LOST;
    };
  }

  private void tell(Caller caller, Connectivity connectivity) {
    while (waiting.size() >= WAITING_MAX && !waiting.containsKey(caller.clientId()) && !closing) {
      changed.awaitUninterruptibly();
    }
    waiting.put(
        caller.clientId(),
        new Presence.Seen(
            caller.clientId(), caller.certificate().map(DeviceCertificate::idOf), connectivity));
    changed.signalAll();
  }

  private void run() {
    try {
      while (awaitWork()) {
        write(take());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until there is something to write; false when there is nothing and never will be. */
  private boolean awaitWork() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (waiting.isEmpty() && !closing) {
        changed.await();
      }
      pause(PAUSE, Presence.BATCH);
      return !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /** Waits with the lock given free; so many waiting, or the end, come through at once. */
  private void pause(Duration most, int full) throws InterruptedException {
    long left = most.toNanos();
    while (left > 0 && !closing && waiting.size() < full) {
      left = changed.awaitNanos(left);
    }
  }

  private List<Presence.Seen> take() {
    lock.lock();
    try {
      List<Presence.Seen> batch = waiting.values().stream().limit(Presence.BATCH).toList();
      batch.forEach(each -> waiting.remove(each.clientId()));
      changed.signalAll();
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private void write(List<Presence.Seen> batch) throws InterruptedException {
    try {
      presence.remember(batch);
    } catch (RuntimeException failure) {
      LOG.error("presence not written, trying again clients={}", batch.size(), failure);
      putBack(batch);
    }
  }

  // What came since is newer and stays.
  private void putBack(List<Presence.Seen> batch) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      batch.forEach(each -> waiting.putIfAbsent(each.clientId(), each));
      pause(PAUSE_AFTER_FAILURE, Integer.MAX_VALUE);
      if (closing) {
        waiting.clear();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Writes what is waiting, then stops; after the broker has. */
  @Override
  public void close() {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
