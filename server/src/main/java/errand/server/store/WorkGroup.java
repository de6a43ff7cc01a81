package errand.server.store;

import errand.core.app.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * Works that share one transaction and so one wait for the disk.
 *
 * <pre>
 *   closed --first work--> open --more works--> open --commit--> closed, all answered
 *                            |--a work fails: it alone is undone and answered
 *                            |--the database fails: all are undone and told so
 * </pre>
 *
 * The first work needs no savepoint: when it fails there is nothing beside it to keep. Threads: the
 * writer's.
 */
final class WorkGroup {
  // Takes the write lock at once, so that no work is lost to another program's lock halfway.
  private static final String BEGIN = "begin immediate";
  private static final String COMMIT = "commit";
  private static final String ROLLBACK = "rollback";
  private static final String SAVE = "savepoint work";
  private static final String RELEASE = "release work";
  private static final String UNDO = "rollback to work";

  private final Sql sql;
  private final SqliteMarks marks;
  private final SqlTx tx;
  private final List<Turn<?>> held = new ArrayList<>();
  private boolean open;

  WorkGroup(Sql sql, SqliteMarks marks) {
    this.sql = sql;
    this.marks = marks;
    this.tx = SqlTx.on(sql, marks);
  }

  void run(Turn<?> turn) {
    boolean alone = held.isEmpty();
    try {
      begin(alone);
      turn.run(tx);
      sql.requireSound();
      end(alone);
      held.add(turn);
    } catch (Throwable why) { // Errors too: they are the caller's, and the writer must live.
      undo(alone, why);
      turn.fail(why);
    }
  }

  private void begin(boolean alone) {
    if (!open) {
      sql.control(BEGIN);
      open = true;
    }
    if (!alone) {
      sql.control(SAVE);
    }
  }

  private void end(boolean alone) {
    if (!alone) {
      sql.control(RELEASE);
    }
  }

  private void undo(boolean alone, Throwable why) {
    if (alone) {
      rollback();
      return;
    }
    try {
      sql.control(UNDO);
      sql.control(RELEASE);
      sql.heal();
    } catch (RuntimeException lost) {
      // Some failures (a full disk, a bad one) end the whole transaction.
      lose("the transaction ended with the failure of another work in it; nothing was done", why);
    }
  }

  /** Makes everything durable and answers; on failure says so to all. */
  void commit() {
    if (!open) {
      return;
    }
    try {
      marks.save(sql);
      sql.control(COMMIT);
    } catch (RuntimeException failure) {
      lose("the commit failed", failure);
      return;
    }
    open = false;
    marks.committed();
    held.forEach(Turn::succeed);
    held.clear();
  }

  private void lose(String message, Throwable why) {
    rollback();
    held.forEach(turn -> turn.fail(new StoreException(message, why)));
    held.clear();
  }

  private void rollback() {
    try {
      sql.control(ROLLBACK);
    } catch (RuntimeException none) {
      // The database has rolled back by itself, or never began: either way nothing is open.
    }
    sql.heal();
    open = false;
  }
}
