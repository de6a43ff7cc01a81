package errand.server.store;

import errand.core.execution.Execution;
import errand.core.execution.Status;

/**
 * Saves a changed execution and touches no index that the change does not concern. SQLite writes an
 * index anew whenever one of its columns is set at all, so there is a statement for each kind of
 * change: every page spared is one less in the log of a device's request.
 */
final class ExecutionChange {
  private static final String UPDATE =
      """
      update executions
      set started_at = :started, updated_at = :updated, job_due = :jobDue, step_due = :stepDue,
        version = :version, forced = :forced, details = :details%s
      where thing_id = :thing and job_id = :job and number = :number
        and status = :loadedStatus and version = :loadedVersion%s
      """;

  /** Neither status nor deadline changed: no index does. */
  private static final String REPORTED = UPDATE.formatted("", " and due is not distinct from :due");

  /** Nothing but what nearly every report changes. */
  private static final String PROGRESSED =
      """
      update executions
      set updated_at = :updated, version = :version, details = :details
      where thing_id = :thing and job_id = :job and number = :number
        and status = :loadedStatus and version = :loadedVersion
      """;

  private static final String RETIMED = UPDATE.formatted(", due = :due", "");
  private static final String MOVED = UPDATE.formatted(", due = :due, status = :status", "");

  /** It left the queue. */
  private static final String ENDED =
      UPDATE.formatted(", due = :due, status = :status, pending = :pending", "");

  private final Sql sql;

  ExecutionChange(Sql sql) {
    this.sql = sql;
  }

  /** Saves what differs, if the row is as before. */
  boolean save(Execution before, Execution after) {
    boolean progress =
        after.status() == before.status()
            && after.forced() == before.forced()
            && after.deadlines().equals(before.deadlines())
            && after.times().startedAt().equals(before.times().startedAt());
    return progress ? progress(before, after) : save(after, before.status(), before.version());
  }

  private boolean progress(Execution before, Execution after) {
    int changed =
        sql.on(PROGRESSED)
            .time("updated", after.times().lastUpdatedAt())
            .number("version", after.version())
            .text("details", ExecutionTable.details(after))
            .id("thing", after.key().thing().uuid())
            .text("job", after.job().text())
            .number("number", after.key().number())
            .number("loadedStatus", Numbers.of(before.status()))
            .number("loadedVersion", before.version())
            .update();
    return changed == 1;
  }

  boolean save(Execution execution, Status loadedStatus, int loadedVersion) {
    if (execution.status() == loadedStatus) {
      return run(REPORTED, execution, loadedStatus, loadedVersion)
          || run(RETIMED, execution, loadedStatus, loadedVersion);
    }
    boolean queued = execution.pending() && !loadedStatus.terminal();
    return run(queued ? MOVED : ENDED, execution, loadedStatus, loadedVersion);
  }

  private boolean run(String text, Execution execution, Status loadedStatus, int loadedVersion) {
    Call call =
        sql.on(text)
            .number("loadedStatus", Numbers.of(loadedStatus))
            .number("loadedVersion", loadedVersion);
    if (text.equals(MOVED) || text.equals(ENDED)) {
      call.number("status", Numbers.of(execution.status()));
    }
    if (text.equals(ENDED)) {
      ExecutionTable.putPending(call, execution);
    }
    return ExecutionTable.putReported(call, execution).update() == 1;
  }
}
