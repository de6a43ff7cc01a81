package errand.server.store;

import com.google.common.util.concurrent.Uninterruptibles;
import errand.core.app.StoreException;
import errand.core.app.Tx;
import java.time.Duration;
import java.util.concurrent.LinkedTransferQueue;
import java.util.function.Function;

/**
 * The one thread that writes. It takes what has queued up while it waited for the disk and commits
 * it as one group, so the busier it is the less each work costs.
 *
 * <p>The queue has no limit of its own: every caller waits for its work, so it is as long as there
 * are callers, and those are limited at the edges.
 */
final class SqliteWriter implements AutoCloseable {
  /** Most works in one group: what one caller may have to wait for. */
  static final int GROUP_MAX = 256;

  /** A group that took so long takes no further work, usually. */
  static final Duration GROUP_TIME = Duration.ofMillis(5);

  private final Turn<Boolean> last = new Turn<>(_ -> true);
  private final LinkedTransferQueue<Turn<?>> queue = new LinkedTransferQueue<>();
  private final Sql sql;
  private final WorkGroup group;
  private final Checkpoints checkpoints;
  private final Duration groupTime;
  private final Thread thread;
  private volatile boolean closing;
  private volatile boolean ended;

  SqliteWriter(Sql sql, WorkGroup group, Checkpoints checkpoints, Duration groupTime) {
    this.sql = sql;
    this.group = group;
    this.checkpoints = checkpoints;
    this.groupTime = groupTime;
    this.thread = Thread.ofPlatform().name("store-writer").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  <T> T transact(Function<Tx, T> work) {
    requireOutside();
    if (closing) {
      throw closed();
    }
    var turn = new Turn<T>(work);
    queue.add(turn);
    if (ended) {
      refuseQueued();
    }
    return turn.await();
  }

  /** Throws when called by a work, which would wait for itself. */
  void requireOutside() {
    if (Thread.currentThread() == thread) {
      throw new IllegalStateException("a work may use its Tx only, not the store");
    }
  }

  /** How many works wait. */
  int queued() {
    return queue.size();
  }

  private void run() {
    sql.lend();
    boolean more = true;
    while (more) {
      Turn<?> first = next();
      more = runGroup(first);
      checkpoints.written(sql);
    }
    ended = true;
    refuseQueued();
  }

  private Turn<?> next() {
    while (true) {
      try {
        return queue.take();
      } catch (InterruptedException _) {
        // Nobody has a reason to interrupt the writer; if a work did, it is not obeyed.
      }
    }
  }

  private boolean runGroup(Turn<?> first) {
    long deadline = System.nanoTime() + groupTime.toNanos();
    Turn<?> turn = first;
    int size = 0;
    while (turn != null && turn != last) {
      group.run(turn);
      size++;
      boolean full = size == GROUP_MAX || System.nanoTime() - deadline >= 0;
      turn = full ? null : queue.poll();
    }
    group.commit();
    checkpoints.add(size);
    return turn != last;
  }

  private void refuseQueued() {
    Turn<?> turn = queue.poll();
    while (turn != null) {
      turn.fail(closed());
      turn = queue.poll();
    }
  }

  private static StoreException closed() {
    return new StoreException(
        "the store is closed; nothing was done", new IllegalStateException("closed"));
  }

  /** Runs what was queued before, then ends. */
  @Override
  public void close() {
    closing = true;
    queue.add(last);
    Uninterruptibles.joinUninterruptibly(thread);
  }
}
