package errand.server.store;

import errand.core.app.CounterRows;
import errand.core.execution.Status;
import errand.core.job.Counts;
import errand.core.name.JobId;
import java.util.EnumMap;
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
