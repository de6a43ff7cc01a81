package errand.server.store;

import errand.core.app.ExecutionRows;
import errand.core.execution.Deadlines;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Origin;
import errand.core.execution.Status;
import errand.core.execution.StatusDetails;
import errand.core.execution.Times;
import errand.core.fleet.ThingId;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** {@code executions}. */
final class ExecutionTable implements ExecutionRows {
  /** Above every place that is in use. */
  private static final Place TOP = new Place(Long.MAX_VALUE, new ThingId(new UUID(0, 0)));

  static final String SELECT =
      """
      select e.thing_id, e.job_id, e.number, e.thing_name, e.namespace, e.attempt, e.queued_at,
        e.placed_order, e.status, e.started_at, e.updated_at, e.job_due, e.step_due, e.version,
        e.forced, e.details
      from executions e
      """;

  /** One range of the index by job, newest first; it holds all that is asked for here. */
  private static final String RANGE =
      """
      select thing_id, number, placed_order
      from executions
      where job_id = :job and status = %s and (placed_order, thing_id) < (:order, :thing)
      order by placed_order desc, thing_id desc
      limit :limit
      """;

  private static final String LIST =
      SELECT
          + """
          join (
            select thing_id, number, placed_order
            from (%s)
            order by placed_order desc, thing_id desc
            limit :limit
          ) k on e.thing_id = k.thing_id and e.job_id = :job and e.number = k.number
          order by k.placed_order desc, k.thing_id desc
          """;

  private static final String LIST_OF_STATUS = LIST.formatted(RANGE.formatted(":status"));

  // Each status has its own range, so the whole list is their merge: no range is read further than
  // one page, wherever the page is.
  private static final String LIST_ALL =
      LIST.formatted(
          Numbers.STATUSES.stream()
              .map(status -> "select * from (" + RANGE.formatted(Numbers.of(status)) + ")")
              .collect(Collectors.joining("\nunion all\n")));

  private final Sql sql;
  private final ExecutionChange change;
  private final Marks marks;

  ExecutionTable(Sql sql, Marks marks) {
    this.sql = sql;
    this.change = new ExecutionChange(sql);
    this.marks = marks;
  }

  @Override
  public Optional<Execution> find(ExecutionKey key) {
    return sql.on(
            SELECT
                + """
                where e.thing_id = :thing and e.job_id = :job and e.number = :number
                """)
        .id("thing", key.thing().uuid())
        .text("job", key.job().text())
        .number("number", key.number())
        .first(ExecutionTable::execution);
  }

  @Override
  public Optional<Execution> latest(ThingId thing, JobId job) {
    return sql.on(
            SELECT
                + """
                where e.thing_id = :thing and e.job_id = :job
                order by e.number desc
                limit 1
                """)
        .id("thing", thing.uuid())
        .text("job", job.text())
        .first(ExecutionTable::execution);
  }

  @Override
  public List<Execution> attempts(ThingId thing, JobId job) {
    return sql.on(
            SELECT
                + """
                where e.thing_id = :thing and e.job_id = :job
                order by e.number desc
                """)
        .id("thing", thing.uuid())
        .text("job", job.text())
        .list(ExecutionTable::execution);
  }

  @Override
  public List<Execution> pending(ThingId thing, Namespace namespace) {
    return sql.on(
            SELECT
                + """
                where e.thing_id = :thing and e.pending = 1 and e.namespace = :namespace
                  and (e.status <> :queued or not exists (
                    select 1 from jobs j where j.job_id = e.job_id and j.hidden = 1))
                """)
        .id("thing", thing.uuid())
        .text("namespace", namespace.text())
        .number("queued", Numbers.of(Status.QUEUED))
        .list(ExecutionTable::execution);
  }

  @Override
  public void insert(Execution execution) {
    Origin origin = execution.origin();
    Call call =
        sql.on(
                """
                insert into executions
                  (thing_id, job_id, number, thing_name, namespace, attempt, queued_at, placed_order,
                  status, pending, started_at, updated_at, job_due, step_due, due, version, forced,
                  details)
                values
                  (:thing, :job, :number, :name, :namespace, :attempt, :queued, :order,
                  :status, :pending, :started, :updated, :jobDue, :stepDue, :due, :version, :forced,
                  :details)
                """)
            .text("name", execution.thing().text())
            .text("namespace", origin.namespace().text())
            .number("attempt", origin.attempt())
            .time("queued", origin.queuedAt())
            .number("order", origin.order())
            .number("status", Numbers.of(execution.status()));
    putPending(call, execution);
    putReported(call, execution).update();
    marks.ordered(origin.order());
  }

  static Call putPending(Call call, Execution execution) {
    return execution.pending() ? call.number("pending", 1) : call.absent("pending", Types.INTEGER);
  }

  static Call putReported(Call call, Execution execution) {
    Deadlines deadlines = execution.deadlines();
    return call.id("thing", execution.key().thing().uuid())
        .text("job", execution.job().text())
        .number("number", execution.key().number())
        .time("started", execution.times().startedAt())
        .time("updated", execution.times().lastUpdatedAt())
        .time("jobDue", deadlines.job())
        .time("stepDue", deadlines.step())
        .time("due", deadlines.due())
        .number("version", execution.version())
        .flag("forced", execution.forced())
        .text("details", details(execution));
  }

  static Optional<String> details(Execution execution) {
    return execution.details().isEmpty()
        ? Optional.empty()
        : Optional.of(Json.write(execution.details().pairs()));
  }

  @Override
  public boolean update(Execution execution, Status loadedStatus, int loadedVersion) {
    return change.save(execution, loadedStatus, loadedVersion);
  }

  /** The same for one that is known as it was loaded. */
  boolean update(Execution before, Execution after) {
    return change.save(before, after);
  }

  @Override
  public List<Execution> list(
      JobId job, Optional<Status> status, Optional<Place> below, int limit) {
    Place place = below.orElse(TOP);
    Call call = sql.on(status.isPresent() ? LIST_OF_STATUS : LIST_ALL);
    status.ifPresent(each -> call.number("status", Numbers.of(each)));
    return call.text("job", job.text())
        .number("order", place.order())
        .id("thing", place.thing().uuid())
        .number("limit", limit)
        .list(ExecutionTable::execution);
  }

  @Override
  public List<Execution> due(Instant now, int limit) {
    return sql.on(
            SELECT
                + """
                where e.due <= :now
                order by e.due, e.thing_id, e.job_id, e.number
                limit :limit
                """)
        .time("now", now)
        .number("limit", limit)
        .list(ExecutionTable::execution);
  }

  static Execution execution(Row row) {
    return new Execution(
        new ExecutionKey(
            new ThingId(row.id("thing_id")), new JobId(row.text("job_id")), row.number("number")),
        new ThingName(row.text("thing_name")),
        new Origin(
            new Namespace(row.text("namespace")),
            row.small("attempt"),
            row.time("queued_at"),
            row.number("placed_order")),
        Numbers.STATUSES.get(row.small("status")),
        row.textOrNone("details")
            .map(Json::pairs)
            .map(StatusDetails::new)
            .orElse(StatusDetails.NONE),
        new Times(row.timeOrNone("started_at"), row.time("updated_at")),
        new Deadlines(row.timeOrNone("job_due"), row.timeOrNone("step_due")),
        row.small("version"),
        row.flag("forced"));
  }
}
