package errand.core.job;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a job stands and why.
 *
 * @param order place in the order of all joins and job creations; newest first means highest first
 * @param reasonCode of the last cancel or abort
 * @param comment of the last cancel, abort or association
 */
public record Life(
    JobStatus status,
    Instant createdAt,
    long order,
    Instant lastUpdatedAt,
    Optional<Instant> completedAt,
    Optional<String> reasonCode,
    Optional<String> comment,
    Flags flags) {
  /** A job's first moment. */
  public static Life begun(JobStatus status, Instant now, long order) {
    return new Life(
        status, now, order, now, Optional.empty(), Optional.empty(), Optional.empty(), Flags.NONE);
  }

  Life at(Instant now) {
    return new Life(status, createdAt, order, now, completedAt, reasonCode, comment, flags);
  }

  Life status(JobStatus next) {
    return new Life(next, createdAt, order, lastUpdatedAt, completedAt, reasonCode, comment, flags);
  }

  Life completedAt(Instant at) {
    return new Life(
        status, createdAt, order, lastUpdatedAt, Optional.of(at), reasonCode, comment, flags);
  }

  Life said(Optional<String> reason, Optional<String> remark) {
    return new Life(status, createdAt, order, lastUpdatedAt, completedAt, reason, remark, flags);
  }

  Life flags(Flags next) {
    return new Life(
        status, createdAt, order, lastUpdatedAt, completedAt, reasonCode, comment, next);
  }
}
