package errand.server.store;

import errand.core.app.StoreException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One connection and its prepared statements, each made once. Parameters are written {@code :name}.
 *
 * <p>A connection belongs to one thread at a time, see {@link #lend}; any other is refused, so that
 * a {@code Tx} which escaped its work fails instead of meddling with a stranger's transaction.
 * After a failure that may have ended the transaction every further statement fails too, until
 * {@link #heal}: otherwise it would run, and last, outside of any transaction.
 */
final class Sql implements AutoCloseable {
  private final Connection connection;
  private final Dialect dialect;
  private final Map<String, Call> calls = new HashMap<>();
  private volatile @Nullable Thread owner;
  private @Nullable SQLException broken;

  Sql(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** From now on the calling thread uses this connection. */
  void lend() {
    owner = Thread.currentThread();
  }

  /** From now on nobody does. */
  void giveBack() {
    owner = null;
  }

  /** A call of this statement, whose parameters are all to be put anew. */
  Call on(String text) {
    if (owner != Thread.currentThread()) {
      throw new IllegalStateException("rows were used outside of their transaction");
    }
    requireSound();
    return prepared(text).begin();
  }

  /** Runs a statement that governs transactions, whatever happened before. */
  void control(String text) {
    prepared(text).begin().update();
  }

  /** Runs several statements that have no parameters. */
  void script(String text) {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(text);
    } catch (SQLException failure) {
      throw translate(failure, text);
    }
  }

  /** Throws when a statement has failed in a way that may have ended the transaction. */
  void requireSound() {
    if (broken != null) {
      throw new StoreException("an earlier statement of this transaction failed", broken);
    }
  }

  /** Forgets such a failure, since the transaction was given up. */
  void heal() {
    broken = null;
  }

  RuntimeException translate(SQLException failure, String text) {
    if (dialect.refused(failure)) {
      return new IllegalStateException(failure.getMessage() + " in: " + text.strip(), failure);
    }
    broken = failure;
    return new StoreException(failure.getMessage() + " in: " + text.strip(), failure);
  }

  private Call prepared(String text) {
    return calls.computeIfAbsent(text, this::prepare);
  }

  private Call prepare(String text) {
    NamedText named = NamedText.parse(text);
    try {
      return new Call(this, dialect, named, connection.prepareStatement(named.positional()));
    } catch (SQLException failure) {
      throw translate(failure, text);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw new StoreException("a connection did not close", failure);
    }
  }
}
