package errand.core.job;

/** Where a job stands. Append only: the numbers are stored. Source: control-plane 3.1 [doc]. */
public enum JobStatus {
  SCHEDULED,
  IN_PROGRESS,
  COMPLETED,
  CANCELED,
  DELETION_IN_PROGRESS
}
