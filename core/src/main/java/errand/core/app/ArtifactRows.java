package errand.core.app;

import errand.core.artifact.Artifact;
import errand.core.artifact.BucketName;
import errand.core.artifact.ObjectKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Files by bucket and key. Of each name one content is current; those it had before are kept until
 * they are forgotten, so that whoever was sent for one can finish fetching it.
 */
public interface ArtifactRows {
  /** The current content. */
  Optional<Artifact> find(BucketName bucket, ObjectKey key);

  /** That content, current or not. */
  Optional<Artifact> find(BucketName bucket, ObjectKey key, String sha256);

  /** Makes this the current content; the one before is retired at the time this is stored. */
  void put(Artifact artifact);

  /** Leaves the name without a current content; false when it had none. */
  boolean retire(BucketName bucket, ObjectKey key, Instant now);

  /** Closes all contents of a name, current or not, to links signed before. */
  void closeLinks(BucketName bucket, ObjectKey key, Instant from);

  /**
   * Current ones whose key begins so, in the order of their keys' UTF-8, after a key, at most
   * {@code limit}.
   */
  List<Artifact> list(BucketName bucket, String prefix, String after, int limit);

  /** Contents retired before, at most {@code limit}. */
  List<Artifact> retiredBefore(Instant before, int limit);

  /** Forgets a retired content. */
  void forget(Artifact artifact);

  /** Whether any name has, or had and keeps, this content. */
  boolean holds(String sha256);
}
