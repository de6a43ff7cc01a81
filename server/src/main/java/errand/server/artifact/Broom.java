package errand.server.artifact;

import com.google.common.util.concurrent.Uninterruptibles;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps what nobody can ask for any more, now and then. */
public final class Broom implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMinutes(5);
  private static final Logger LOG = LoggerFactory.getLogger(Broom.class);

  private final ArtifactStore store;
  private final Thread thread;

  /** Begins at once. */
  public Broom(ArtifactStore store) {
    this.store = store;
    this.thread = Thread.ofVirtual().name("artifacts-broom").start(this::run);
  }

  private void run() {
    try {
      while (!Thread.interrupted()) {
        sweep();
        Thread.sleep(LOOK_EVERY);
      }
    } catch (InterruptedException stopped) {
      // The server is closing.
    } catch (RuntimeException failure) {
      LOG.error("artifacts are not swept any more until the next start", failure);
    }
  }

  private void sweep() {
    boolean more = true;
    while (more) {
      more = store.sweep();
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
