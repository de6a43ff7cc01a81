package errand.server;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Beats a pulse: once a second, at once when rung, and without pause while there is work. */
final class PulseLoop implements AutoCloseable {
  private static final Duration BEAT_EVERY = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(PulseLoop.class);

  private final BooleanSupplier beat;
  private final Semaphore bell = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closing;

  /**
   * @param beat does some of the work; true when there may be more to do at once
   */
  PulseLoop(String name, BooleanSupplier beat) {
    this.beat = beat;
    this.thread = Thread.ofPlatform().name(name).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Something became due. Never blocks. */
  void ring() {
    if (bell.availablePermits() == 0) {
      bell.release();
    }
  }

  private void run() {
    while (!closing) {
      try {
        if (!beat() && bell.tryAcquire(BEAT_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
          bell.drainPermits();
        }
      } catch (InterruptedException stopped) {
        return;
      }
    }
  }

  /** Does all that is due now, on the caller's thread. */
  void runUntilQuiet() {
    while (beat()) {
      if (Thread.interrupted()) {
        return;
      }
    }
  }

  private synchronized boolean beat() {
    try {
      return beat.getAsBoolean();
    } catch (RuntimeException failure) {
      LOG.error("beat failed, trying again thread={}", thread.getName(), failure);
      return false;
    }
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
