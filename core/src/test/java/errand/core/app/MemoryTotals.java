package errand.core.app;

import errand.core.job.Job;
import errand.core.job.JobStatus;

/** Totals in memory: counted. */
record MemoryTotals(MemoryTx tx) implements TotalRows {
  @Override
  public long jobs(JobStatus status) {
    return tx.seen().jobs.all().filter(job -> job.status() == status).count();
  }

  @Override
  public long templates() {
    return tx.seen().templates.all().count();
  }

  @Override
  public int concurrentJobs(long belowOrder, int most) {
    long count =
        tx.seen()
            .jobs
            .all()
            .filter(Job::counted)
            .filter(job -> job.life().order() < belowOrder)
            .count();
    return (int) Math.min(most, count);
  }
}
