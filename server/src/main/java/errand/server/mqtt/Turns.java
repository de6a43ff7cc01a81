package errand.server.mqtt;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one connection one at a time, in order, off the IO threads.
 *
 * <p>Shared state: {@code waiting} and {@code running} are guarded by {@code this}. At most one
 * thread is in {@link #runAll}, because only the change of {@code running} from false to true
 * starts one. While {@code running} is false, nothing waits.
 */
final class Turns {

  private static final Logger LOG = LoggerFactory.getLogger(Turns.class);

  private final Executor executor;
  private final Queue<Runnable> waiting = new ArrayDeque<>(2);
  private boolean running;

  Turns(Executor executor) {
    this.executor = executor;
  }

  /** Adds a task and tells how many are now unfinished. */
  synchronized int add(Runnable task) {
    waiting.add(task);
    if (!running) {
      running = true;
      start();
    }
    return waiting.size() + 1;
  }

  /** Whether a task waits or runs. */
  synchronized boolean busy() {
    return running;
  }

  private void start() {
    try {
      executor.execute(this::runAll);
    } catch (RejectedExecutionException stopped) {
      // The link has closed: nobody is left to do or to hear the task.
      waiting.clear();
      running = false;
    }
  }

  private void runAll() {
    for (var task = next(); task != null; task = next()) {
      try {
        task.run();
      } catch (RejectedExecutionException stopped) {
        LOG.debug("task of a connection dropped: the broker has stopped");
      } catch (RuntimeException failure) {
        LOG.error("task of a connection failed", failure);
      }
    }
  }

  private synchronized @Nullable Runnable next() {
    var task = waiting.poll();
    running = task != null;
    return task;
  }
}
