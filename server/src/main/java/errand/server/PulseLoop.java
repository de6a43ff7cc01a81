package errand.server;

import errand.server.loop.Loop;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Beats a pulse: once a second, at once when rung, and without pause while there is work. */
final class PulseLoop implements AutoCloseable {
  private static final Duration BEAT_EVERY = Duration.ofSeconds(1);
  private static final Logger LOG = LoggerFactory.getLogger(PulseLoop.class);

  private final BooleanSupplier beat;
  private final String name;
  private final Loop loop;

  /**
   * @param beat does some of the work; true when there may be more to do at once
   */
  PulseLoop(String name, BooleanSupplier beat) {
    this.beat = beat;
    this.name = name;
    this.loop = new Loop(name, () -> beat() ? Duration.ZERO : BEAT_EVERY);
  }

  void start() {
    loop.start();
  }

  /** Something became due. Never blocks. */
  void ring() {
    loop.ring();
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
      LOG.error("beat failed, trying again thread={}", name, failure);
      return false;
    }
  }

  @Override
  public void close() {
    loop.close();
  }
}
