package errand.server.loop;

import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that takes one turn after the other: each says how long to wait for the next, and a ring
 * ends the wait at once. A turn that fails is taken again after a second. Threads: any may start,
 * ring and close.
 */
public final class Loop implements AutoCloseable {
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private final Turn turn;
  private final Semaphore bell = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closing;

  /** Makes a platform thread of that name, not started yet. */
  public Loop(String name, Turn turn) {
    this(Thread.ofPlatform().name(name), turn);
  }

  /** The same on a thread of that kind. */
  public Loop(Thread.Builder kind, Turn turn) {
    this.turn = turn;
    this.thread = kind.unstarted(this::run);
  }

  /** One turn of the work. */
  @FunctionalInterface
  public interface Turn {
    /**
     * Does some of it, and may wait for some to come.
     *
     * @return how long to wait before the next turn when nobody rings; zero goes on without a pause
     * @throws InterruptedException when the loop is being closed
     */
    Duration take() throws InterruptedException;
  }

  public void start() {
    thread.start();
  }

  /** There may be something to do. Never blocks. */
  public void ring() {
    if (bell.availablePermits() == 0) {
      bell.release();
    }
  }

  private void run() {
    try {
      while (!closing) {
        turn();
      }
    } catch (InterruptedException stopped) {
      // Closed.
    }
  }

  private void turn() throws InterruptedException {
    try {
      if (bell.tryAcquire(turn.take().toMillis(), TimeUnit.MILLISECONDS)) {
        bell.drainPermits();
      }
    } catch (RuntimeException failure) {
      LOG.error("failed, trying again thread={}", thread.getName(), failure);
      Thread.sleep(PAUSE_AFTER_FAILURE);
    }
  }

  /** Interrupts the turn that is being taken, and returns when the thread has ended. */
  @Override
  public void close() {
    closing = true;
    thread.interrupt();
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
