package errand.core.job;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a job stands and why.
 *
 * @param order place in the order of all joins and job creations; newest first means highest first
 * @param reasonCode of the last cancel or abort
 * @param comment of the last cancel, abort or association
 * @param forced the cancel was forced
 */
public record Life(
    JobStatus status,
    Instant createdAt,
    long order,
    Instant lastUpdatedAt,
    Optional<Instant> completedAt,
    Optional<String> reasonCode,
    Optional<String> comment,
    boolean forced) {
  /** A job's first moment. */
  public static Life begun(JobStatus status, Instant now, long order) {
    return new Life(
        status, now, order, now, Optional.empty(), Optional.empty(), Optional.empty(), false);
  }

  Life completed(Instant now) {
    return new Life(
        JobStatus.COMPLETED, createdAt, order, now, Optional.of(now), reasonCode, comment, forced);
  }

  Life canceled(JobFact.Canceled fact) {
    return new Life(
        JobStatus.CANCELED,
        createdAt,
        order,
        fact.at(),
        completedAt,
        fact.reasonCode(),
        fact.comment(),
        fact.forced());
  }

  Life swept(Instant now) {
    return new Life(
        status, createdAt, order, lastUpdatedAt, Optional.of(now), reasonCode, comment, forced);
  }
}
