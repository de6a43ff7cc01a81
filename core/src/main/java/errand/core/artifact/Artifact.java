package errand.core.artifact;

import java.time.Instant;
import java.util.Optional;

/**
 * A file in the store.
 *
 * @param sha256 of the content, 64 lower-case hexadecimal digits; also the version's name
 * @param bytes of the content
 * @param storedAt when this content was put under this name
 * @param linksFrom links that were signed before are no good any more
 */
public record Artifact(
    BucketName bucket,
    ObjectKey key,
    String sha256,
    long bytes,
    Label label,
    Instant storedAt,
    Optional<Instant> linksFrom) {

  /** Whether a link signed then still opens it. */
  public boolean opensTo(Instant signedAt) {
    return linksFrom.filter(signedAt::isBefore).isEmpty();
  }

  /** The same, closed to all links signed before. */
  public Artifact linksFrom(Instant from) {
    return new Artifact(bucket, key, sha256, bytes, label, storedAt, Optional.of(from));
  }
}
