package errand.server;

import errand.core.app.Pulse;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Beats the pulse: once a second, at once when rung, and without pause while there is work. */
final class PulseLoop implements AutoCloseable {
  private static final Duration BEAT_EVERY = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(PulseLoop.class);

  private final Pulse pulse;
  private final Semaphore bell = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closing;

  PulseLoop(Pulse pulse) {
    this.pulse = pulse;
    this.thread = Thread.ofPlatform().name("pulse").unstarted(this::run);
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
      return pulse.beat();
    } catch (RuntimeException failure) {
      LOG.error("pulse failed, trying again", failure);
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
