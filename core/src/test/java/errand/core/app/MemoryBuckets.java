package errand.core.app;

import errand.core.artifact.BucketName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Buckets in memory. */
record MemoryBuckets(MemoryTx tx) implements BucketRows {
  @Override
  public Optional<Instant> find(BucketName name) {
    return tx.seen().buckets.find(name).map(Bucket::madeAt);
  }

  @Override
  public void insert(BucketName name, Instant now) {
    tx.changed().buckets.insert(name, new Bucket(name, now));
  }

  @Override
  public boolean delete(BucketName name) {
    return tx.changed().buckets.remove(name);
  }

  @Override
  public List<Bucket> all() {
    return tx.seen().buckets.all().toList();
  }
}
