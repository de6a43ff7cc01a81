package errand.server.store;

import errand.core.app.StoreException;
import java.util.ArrayList;
import java.util.List;

/**
 * Works that share one transaction and so one wait for the disk.
 *
 * <pre>
 *   closed --first work--> swift --more works--> swift --commit--> closed, all answered
 *                            |--a work fails: all are undone, the others run again --> careful
 *   careful: each work has a savepoint
 *                            |--a work fails: it alone is undone and answered
 *                            |--the database fails: all are undone and told so
 * </pre>
 *
 * Works seldom fail, so it is cheaper to run a group twice then than to save before every work. A
 * work that fails alone in its group needs neither. Threads: the writer's.
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
  private final Image image;
  private final Strangers strangers;
  private final SqlTx tx;
  private final List<Turn<?>> held = new ArrayList<>();
  private boolean open;
  private boolean careful;

  WorkGroup(Sql sql, SqliteMarks marks, Image image) {
    this.sql = sql;
    this.marks = marks;
    this.image = image;
    this.strangers = new Strangers(sql, image);
    this.tx = SqlTx.on(sql, marks).with(image, new ExecutionTable(sql, marks));
  }

  void run(Turn<?> turn) {
    if (careful) {
      runSaved(turn);
    } else {
      runSwiftly(turn);
    }
  }

  private void runSwiftly(Turn<?> turn) {
    try {
      begin();
      turn.run(tx);
      sql.requireSound();
      held.add(turn);
    } catch (Throwable why) { // Errors too: they are the caller's, and the writer must live.
      rollback();
      turn.fail(why);
      runAgain();
    }
  }

  private void runAgain() {
    if (held.isEmpty()) {
      return;
    }
    List<Turn<?>> others = List.copyOf(held);
    held.clear();
    careful = true;
    image.bypass();
    others.forEach(this::runSaved);
  }

  private void runSaved(Turn<?> turn) {
    try {
      begin();
      sql.control(SAVE);
      turn.run(tx);
      sql.requireSound();
      sql.control(RELEASE);
      held.add(turn);
    } catch (Throwable why) {
      undo(why);
      turn.fail(why);
    }
  }

  private void begin() {
    if (!open) {
      sql.control(BEGIN);
      open = true;
      strangers.look();
    }
  }

  private void undo(Throwable why) {
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
    if (open) {
      commitOpen();
    }
    careful = false;
  }

  private void commitOpen() {
    try {
      marks.save(sql);
      image.committing();
      sql.control(COMMIT);
    } catch (RuntimeException failure) {
      lose("the commit failed", failure);
      return;
    }
    open = false;
    marks.committed();
    image.committed();
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
    image.dropped();
    if (careful) {
      image.bypass();
    }
    open = false;
  }
}
