package errand.server.store;

import errand.core.app.CounterRows;
import errand.core.execution.Status;
import errand.core.job.Counts;
import errand.core.name.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code job_counts}. A counter is the sum of its slots; with one writer there is no row to queue
 * on, so everything is in slot 0.
 */
final class CountTable implements CounterRows {
  private static final int NONE = -1;

  private final Sql sql;

  CountTable(Sql sql) {
    this.sql = sql;
  }

  void begin(JobId job) {
    for (Status status : Numbers.STATUSES) {
      sql.on(
              """
              insert into job_counts (job_id, slot, status, n)
              values (:job, 0, :status, 0)
              """)
          .text("job", job.text())
          .number("status", Numbers.of(status))
          .update();
    }
  }

  @Override
  public Counts of(JobId job) {
    Map<Status, Long> counts = new EnumMap<>(Status.class);
    sql.on(
            """
            select status, sum(n) as n
            from job_counts
            where job_id = :job
            group by status
            """)
        .text("job", job.text())
        .list(row -> Map.entry(Numbers.STATUSES.get(row.small("status")), row.number("n")))
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return new Counts(counts, superseded(job));
  }

  private Map<Status, Long> superseded(JobId job) {
    Map<Status, Long> counts = new EnumMap<>(Status.class);
    sql.on(
            """
            select status, n
            from job_superseded
            where job_id = :job
            """)
        .text("job", job.text())
        .list(row -> Map.entry(Numbers.STATUSES.get(row.small("status")), row.number("n")))
        .forEach(count -> counts.put(count.getKey(), count.getValue()));
    return counts;
  }

  // Slots before the first are rounded down as well: whole numbers are cut towards zero.
  @Override
  public List<Step> steps(JobId job, Instant from, Duration slot) {
    return sql.on(
            """
            with moves (origin, status, at) as (
              select -1, :queued, queued_at
              from executions
              where job_id = :job
              union all
              select :queued, :running, started_at
              from executions
              where job_id = :job and started_at is not null
              union all
              select case when started_at is null then :queued else :running end, status, updated_at
              from executions
              where job_id = :job and status not in (:queued, :running)
            )
            select origin, status,
              (at - :from) / :slot - (at < :from and (at - :from) % :slot <> 0) as slot,
              count(*) as n
            from moves
            group by 1, 2, 3
            """)
        .text("job", job.text())
        .number("queued", Numbers.of(Status.QUEUED))
        .number("running", Numbers.of(Status.IN_PROGRESS))
        .time("from", from)
        .number("slot", slot.toMillis())
        .list(CountTable::step);
  }

  private static Step step(Row row) {
    int origin = row.small("origin");
    return new Step(
        origin == NONE ? Optional.empty() : Optional.of(Numbers.STATUSES.get(origin)),
        Numbers.STATUSES.get(row.small("status")),
        row.number("slot"),
        row.number("n"));
  }

  void forget(JobId job) {
    sql.on("delete from job_counts where job_id = :job").text("job", job.text()).update();
    sql.on("delete from job_superseded where job_id = :job").text("job", job.text()).update();
  }

  @Override
  public void moveSuperseded(JobId job, Optional<Status> from, Optional<Status> to) {
    from.ifPresent(status -> takeSuperseded(job, status));
    to.ifPresent(status -> addSuperseded(job, status));
  }

  private void addSuperseded(JobId job, Status status) {
    sql.on(
            """
            insert into job_superseded (job_id, status, n)
            values (:job, :status, 1)
            on conflict (job_id, status) do update set n = n + 1
            """)
        .text("job", job.text())
        .number("status", Numbers.of(status))
        .update();
  }

  private void takeSuperseded(JobId job, Status status) {
    int moved =
        sql.on(
                """
                update job_superseded
                set n = n - 1
                where job_id = :job and status = :status
                """)
            .text("job", job.text())
            .number("status", Numbers.of(status))
            .update();
    if (moved != 1) {
      throw new IllegalStateException("no superseded " + status + " of " + job);
    }
  }

  @Override
  public void move(JobId job, Optional<Status> from, Optional<Status> to) {
    if (from.equals(to)) {
      return;
    }
    int moved =
        sql.on(
                """
                update job_counts
                set n = n + case status when :to then 1 else -1 end
                where job_id = :job and slot = 0 and status in (:from, :to)
                """)
            .text("job", job.text())
            .number("from", from.map(Numbers::of).orElse(NONE))
            .number("to", to.map(Numbers::of).orElse(NONE))
            .update();
    int expected = (from.isPresent() ? 1 : 0) + (to.isPresent() ? 1 : 0);
    if (moved != expected) {
      throw new IllegalStateException("no counters for " + from + " and " + to + " of " + job);
    }
  }
}
