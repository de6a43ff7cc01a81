package errand.server.store;

import com.google.common.util.concurrent.Uninterruptibles;
import errand.core.app.StoreException;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the write-ahead log short. A thread of its own copies the log into the database beside the
 * running writer; but as long as the writer appends, the log is never wholly copied and cannot
 * begin anew. So when the thread has copied what there was, the writer copies the little that has
 * come since, between two groups, and its next commit starts at the front of the log.
 *
 * <p>The log file keeps its length: overwriting blocks is cheaper for a disk than adding them.
 */
final class Checkpoints implements AutoCloseable {
  /** A log of so many pages is copied: 32 MiB. */
  static final int PAGES = 16_384;

  /** At so many the writer waits for readers of old states, so that the log can begin anew. */
  static final int PAGES_MAX = 8 * PAGES;

  /** How often the length of the log is looked at, in works. */
  private static final int WORKS = 32;

  private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

  private static final String LOOK = "pragma wal_checkpoint(noop)";
  private static final String COPY = "pragma wal_checkpoint(passive)";
  private static final String COPY_AND_WAIT = "pragma wal_checkpoint(restart)";
  private static final String COPY_AND_CUT = "pragma wal_checkpoint(truncate)";

  private final Sql sql;
  private final Thread thread;
  private int works;
  private volatile boolean asked;
  private volatile boolean writersPart;
  private volatile boolean closing;

  Checkpoints(Sql sql) {
    this.sql = sql;
    this.thread = Thread.ofPlatform().name("store-checkpoints").daemon().unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Called by the writer after each group. */
  void add(int size) {
    works += size;
    if (works >= WORKS) {
      works = 0;
      asked = true;
      LockSupport.unpark(thread);
    }
  }

  /** Called by the writer between groups: does its part when there is one. */
  void written(Sql writer) {
    if (!writersPart) {
      return;
    }
    writersPart = false;
    try {
      copy(writer, look(writer).pages() >= PAGES_MAX ? COPY_AND_WAIT : COPY);
    } catch (RuntimeException failure) {
      writer.heal();
      LOG.warn("checkpoint failed", failure);
    }
  }

  private void run() {
    sql.lend();
    while (!closing) {
      LockSupport.park(this);
      if (asked) {
        asked = false;
        copyWhenLong();
      }
    }
  }

  private void copyWhenLong() {
    try {
      if (look(sql).left() >= PAGES) {
        copy(sql, COPY);
        writersPart = true;
      }
    } catch (RuntimeException failure) {
      sql.heal();
      LOG.warn("checkpoint failed", failure);
    }
  }

  private static Log look(Sql connection) {
    return copy(connection, LOOK);
  }

  private static Log copy(Sql connection, String pragma) {
    return connection
        .on(pragma)
        .first(row -> new Log(row.small("log"), row.small("checkpointed")))
        .orElseThrow();
  }

  /** Ends the thread, copies all that is left and empties the log; the writer must have ended. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(thread);
    Uninterruptibles.joinUninterruptibly(thread);
    sql.lend();
    try {
      copy(sql, COPY_AND_CUT);
    } catch (StoreException failure) {
      // Nothing is lost: the next start reads the log.
      LOG.warn("last checkpoint failed", failure);
    } finally {
      sql.close();
    }
  }

  private record Log(int pages, int copied) {
    int left() {
      return pages - copied;
    }
  }
}
