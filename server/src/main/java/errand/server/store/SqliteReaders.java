package errand.server.store;

import errand.core.app.StoreException;
import errand.core.app.Tx;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * Connections that only look, each lent to one look at a time; opened when first needed. A look
 * never waits for the writer, but waits for another look when all connections are out.
 *
 * <p>A look runs on its caller's thread and holds the carrier of a virtual one while SQLite reads;
 * the number of connections bounds how many carriers that can be.
 */
final class SqliteReaders implements AutoCloseable {
  private static final int READERS_MIN = 4;
  private static final int READERS_MAX = 16;

  private final SqliteFile file;
  private final int size;
  private final Semaphore free;
  private final ConcurrentLinkedDeque<Reader> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  SqliteReaders(SqliteFile file) {
    this.file = file;
    this.size =
        Math.clamp(2L * Runtime.getRuntime().availableProcessors(), READERS_MIN, READERS_MAX);
    this.free = new Semaphore(size);
  }

  <T> T read(Function<Tx, T> look) {
    free.acquireUninterruptibly();
    try {
      return read(take(), look);
    } finally {
      free.release();
    }
  }

  private Reader take() {
    if (closed) {
      throw new StoreException("the store is closed", new IllegalStateException("closed"));
    }
    Reader reader = idle.pollFirst();
    return reader != null ? reader : Reader.on(file.reader());
  }

  private <T> T read(Reader reader, Function<Tx, T> look) {
    Sql sql = reader.sql();
    sql.lend();
    try {
      sql.control("begin");
      T seen = look.apply(reader.tx());
      sql.requireSound();
      return seen;
    } finally {
      end(reader);
    }
  }

  private void end(Reader reader) {
    Sql sql = reader.sql();
    sql.giveBack();
    try {
      sql.control("rollback");
      sql.heal();
      idle.addFirst(reader);
    } catch (RuntimeException broken) {
      // The look's own failure tells what happened; this connection is not lent again.
      sql.close();
    }
  }

  /** Waits for the looks under way. */
  @Override
  public void close() {
    free.acquireUninterruptibly(size);
    closed = true;
    free.release(size);
    idle.forEach(reader -> reader.sql().close());
    idle.clear();
  }

  private record Reader(Sql sql, Tx tx) {
    static Reader on(Sql sql) {
      return new Reader(sql, SqlTx.on(sql, Marks.NONE));
    }
  }
}
