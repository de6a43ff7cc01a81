package errand.core.app;

import errand.core.artifact.BucketName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Buckets. */
public interface BucketRows {
  /** When it was made; empty when there is none. */
  Optional<Instant> find(BucketName name);

  /** Adds one whose name is free; throws IllegalStateException when it is not. */
  void insert(BucketName name, Instant now);

  /** Takes one away; false when it was not there. */
  boolean delete(BucketName name);

  /** All of them, in name order. */
  List<Bucket> all();

  /** A bucket and when it was made. */
  record Bucket(BucketName name, Instant madeAt) {}
}
