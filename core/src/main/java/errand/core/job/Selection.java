package errand.core.job;

/**
 * Whether a job is for those who are targets when it is created, or also for those who come later.
 */
public enum Selection {
  SNAPSHOT,
  CONTINUOUS
}
