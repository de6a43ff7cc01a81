package errand.server.store;

import errand.core.app.TotalRows;
import errand.core.job.JobStatus;

/** {@code totals}, which triggers keep, and the marks of {@code jobs}. */
final class TotalTable implements TotalRows {
  private final Sql sql;

  TotalTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public long jobs(JobStatus status) {
    return total("jobs/" + Numbers.of(status));
  }

  @Override
  public long templates() {
    return total("templates");
  }

  private long total(String name) {
    return sql.on("select n from totals where name = :name")
        .text("name", name)
        .first(row -> row.number("n"))
        .orElse(0L);
  }

  @Override
  public int concurrentJobs(long belowOrder, int most) {
    return sql.on(
            """
            select count(*) as n
            from (select 1 from jobs where concurrent = 1 and job_order < :below limit :most)
            """)
        .number("below", belowOrder)
        .number("most", most)
        .first(row -> row.small("n"))
        .orElse(0);
  }
}
