package errand.core.app;

import errand.core.job.JobStatus;

/** How much there is of what quotas limit; the cost does not grow with it. */
public interface TotalRows {
  /** Jobs in a status. */
  long jobs(JobStatus status);

  /** Job templates. */
  long templates();

  /**
   * Jobs being rolled out or called off, {@link errand.core.job.Job#counted}, that are older than
   * the one of this order; counted to {@code most} at most.
   */
  int concurrentJobs(long belowOrder, int most);
}
