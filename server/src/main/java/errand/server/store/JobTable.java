package errand.server.store;

import static java.util.stream.Collectors.joining;

import errand.core.app.JobRows;
import errand.core.job.Flags;
import errand.core.job.Job;
import errand.core.job.JobStatus;
import errand.core.job.Life;
import errand.core.job.Selection;
import errand.core.name.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code jobs} and {@code job_documents}; the counters are in {@link CountTable}. */
final class JobTable implements JobRows {
  private static final String SELECT =
      """
      select job_order, job_id, status, selection, created_at, updated_at, completed_at, reason_code,
        comment, forced, ended, paused, hidden, chores, due, version, progress, terms, plan
      from jobs
      """;

  private static final String NEWEST_FIRST =
      """
      and job_order < :below
      order by job_order desc
      limit :limit
      """;

  private static final String FOUND =
      """
      where job_order in (select job_order from found order by job_order desc limit :limit)
      order by job_order desc
      """;

  private static final String ALL = SELECT + "where true " + NEWEST_FIRST;
  private static final String OF_STATUS = SELECT + "where status = :status " + NEWEST_FIRST;
  private static final String OF_SELECTION =
      SELECT + "where selection = :selection " + NEWEST_FIRST;
  private static final String OF_BOTH =
      SELECT + "where status = :status and selection = :selection " + NEWEST_FIRST;

  private final Sql sql;
  private final CountTable counters;
  private final Marks marks;

  JobTable(Sql sql, Marks marks) {
    this.sql = sql;
    this.counters = new CountTable(sql);
    this.marks = marks;
  }

  @Override
  public Optional<Job> find(JobId id) {
    return sql.on(SELECT + "where job_id = :id").text("id", id.text()).first(JobTable::job);
  }

  @Override
  public void insert(Job job, String document) {
    insertRow(job);
    insertDocument(job.id(), document);
    counters.begin(job.id());
    marks.ordered(job.life().order());
  }

  private void insertRow(Job job) {
    Call call =
        sql.on(
                """
                insert into jobs
                  (job_order, job_id, namespace, status, selection, created_at, updated_at, completed_at,
                  reason_code, comment, forced, ended, paused, hidden, concurrent, chores, due, version,
                  progress, terms, plan)
                values
                  (:order, :id, :namespace, :status, :selection, :created, :updated, :completed,
                  :reason, :comment, :forced, :ended, :paused, :hidden, :concurrent, :chores, :due, :version,
                  :progress, :terms, :plan)
                """)
            .number("order", job.life().order())
            .text("namespace", job.plan().namespace().text())
            .text("selection", job.plan().selection().name())
            .time("created", job.life().createdAt());
    putChanging(call, job).update();
  }

  private void insertDocument(JobId id, String document) {
    sql.on(
            """
            insert into job_documents (job_id, document)
            values (:id, :document)
            """)
        .text("id", id.text())
        .text("document", document)
        .update();
  }

  @Override
  public boolean update(Job job, long loadedVersion) {
    if (job.version() <= loadedVersion) {
      throw new IllegalStateException(
          "version " + job.version() + " after " + loadedVersion + " for " + job.id());
    }
    Call call =
        sql.on(
                """
                update jobs
                set status = :status, updated_at = :updated, completed_at = :completed,
                  reason_code = :reason, comment = :comment, forced = :forced, due = :due,
                  version = :version, progress = :progress, terms = :terms, plan = :plan,
                  ended = :ended, paused = :paused, hidden = :hidden,
                  concurrent = :concurrent, chores = :chores
                where job_id = :id and version = :loaded
                """)
            .number("loaded", loadedVersion);
    return putChanging(call, job).update() == 1;
  }

  private static Call putChanging(Call call, Job job) {
    Life life = job.life();
    return call.text("id", job.id().text())
        .number("status", Numbers.of(life.status()))
        .time("updated", life.lastUpdatedAt())
        .time("completed", life.completedAt())
        .text("reason", life.reasonCode())
        .text("comment", life.comment())
        .flag("forced", life.flags().forceCanceled())
        .flag("ended", life.flags().ended())
        .flag("paused", life.flags().paused())
        .flag("hidden", job.hidden())
        .flag("concurrent", job.counted())
        .text("chores", Json.write(job.chores().stream().map(ChoreJson::of).toList()))
        .text("plan", Json.write(PlanJson.of(job.plan())))
        .time("due", job.due())
        .number("version", job.version())
        .text("progress", Json.write(ProgressJson.of(job.progress())))
        .text("terms", Json.write(TermsJson.of(job.terms())));
  }

  @Override
  public Optional<String> document(JobId id) {
    return sql.on(
            """
            select document
            from job_documents
            where job_id = :id
            """)
        .text("id", id.text())
        .first(row -> row.text("document"));
  }

  @Override
  public void putSubmitted(JobId id, String document) {
    sql.on("update job_documents set submitted = :document where job_id = :id")
        .text("document", document)
        .text("id", id.text())
        .update();
  }

  @Override
  public Optional<String> submitted(JobId id) {
    return sql.on("select submitted from job_documents where job_id = :id")
        .text("id", id.text())
        .first(row -> row.textOrNone("submitted"))
        .flatMap(each -> each);
  }

  @Override
  public void delete(JobId id) {
    counters.forget(id);
    sql.on("delete from job_documents where job_id = :id").text("id", id.text()).update();
    sql.on("delete from jobs where job_id = :id").text("id", id.text()).update();
  }

  @Override
  public List<Job> list(Filter filter, Optional<Long> belowOrder, int limit) {
    Call call = sql.on(listing(filter));
    filter.namespace().ifPresent(namespace -> call.text("namespace", namespace.text()));
    filter.group().ifPresent(group -> call.id("group", group.uuid()));
    if (filter.namespace().isPresent() || filter.group().isPresent()) {
      return page(call, belowOrder, limit);
    }
    filter.status().ifPresent(status -> call.number("status", Numbers.of(status)));
    filter.selection().ifPresent(selection -> call.text("selection", selection.name()));
    return page(call, belowOrder, limit);
  }

  private static List<Job> page(Call call, Optional<Long> belowOrder, int limit) {
    return call.number("below", belowOrder.orElse(Long.MAX_VALUE))
        .number("limit", limit)
        .list(JobTable::job);
  }

  private static String listing(Filter filter) {
    if (filter.namespace().isPresent() || filter.group().isPresent()) {
      return merged(filter);
    }
    if (filter.status().isPresent()) {
      return filter.selection().isPresent() ? OF_BOTH : OF_STATUS;
    }
    return filter.selection().isPresent() ? OF_SELECTION : ALL;
  }

  // A range of the index for each status and selection asked for, each cut to a page: were a range
  // to leave one of them open, its page would cost as much as the jobs between its rows.
  private static String merged(Filter filter) {
    List<JobStatus> statuses = filter.status().map(List::of).orElse(Numbers.JOB_STATUSES);
    List<Selection> selections =
        filter.selection().map(List::of).orElse(List.of(Selection.values()));
    return statuses.stream()
        .flatMap(status -> selections.stream().map(each -> range(filter, status, each)))
        .collect(joining("union all\n", "with found as (\n", ")\n" + SELECT + FOUND));
  }

  private static String range(Filter filter, JobStatus status, Selection selection) {
    return """
    select * from (
      select job_order
      from %s
      where %s%sstatus = %d and selection = '%s' and job_order < :below
      order by job_order desc
      limit :limit)
    """
        .formatted(
            filter.group().isPresent() ? "job_groups" : "jobs",
            filter.group().isPresent() ? "group_id = :group and " : "",
            filter.namespace().isPresent() ? "namespace = :namespace and " : "",
            Numbers.of(status),
            selection.name());
  }

  @Override
  public List<Job> due(Instant now, int limit) {
    return sql.on(SELECT + "where due <= :now order by due, job_order limit :limit")
        .time("now", now)
        .number("limit", limit)
        .list(JobTable::job);
  }

  private static Job job(Row row) {
    Selection selection = Selection.valueOf(row.text("selection"));
    return new Job(
        new JobId(row.text("job_id")),
        Json.read(row.text("plan"), PlanJson.class).plan(selection),
        Json.read(row.text("terms"), TermsJson.class).terms(),
        life(row),
        Json.read(row.text("progress"), ProgressJson.class).progress(),
        List.of(Json.read(row.text("chores"), ChoreJson[].class)).stream()
            .map(ChoreJson::chore)
            .toList(),
        row.timeOrNone("due"),
        row.number("version"));
  }

  private static Life life(Row row) {
    JobStatus status = Numbers.JOB_STATUSES.get(row.small("status"));
    boolean unseen = row.flag("hidden") && status != JobStatus.SCHEDULED;
    return new Life(
        status,
        row.time("created_at"),
        row.number("job_order"),
        row.time("updated_at"),
        row.timeOrNone("completed_at"),
        row.textOrNone("reason_code"),
        row.textOrNone("comment"),
        new Flags(row.flag("forced"), row.flag("ended"), row.flag("paused"), unseen));
  }
}
