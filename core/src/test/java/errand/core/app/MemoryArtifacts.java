package errand.core.app;

import errand.core.artifact.Artifact;
import errand.core.artifact.BucketName;
import errand.core.artifact.ObjectKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Artifacts in memory. */
record MemoryArtifacts(MemoryTx tx) implements ArtifactRows {
  /** A content, and since when it is not the current one. */
  record Kept(Artifact artifact, Optional<Instant> retiredAt) {
    boolean current() {
      return retiredAt.isEmpty();
    }
  }

  private Stream<Kept> of(BucketName bucket, ObjectKey key) {
    return tx.seen()
        .artifacts
        .all()
        .filter(each -> each.artifact().bucket().equals(bucket))
        .filter(each -> each.artifact().key().equals(key));
  }

  private static MemoryState.Content content(Artifact artifact) {
    return new MemoryState.Content(artifact.bucket(), artifact.key().text(), artifact.sha256());
  }

  @Override
  public Optional<Artifact> find(BucketName bucket, ObjectKey key) {
    return of(bucket, key).filter(Kept::current).map(Kept::artifact).findFirst();
  }

  @Override
  public Optional<Artifact> find(BucketName bucket, ObjectKey key, String sha256) {
    return of(bucket, key)
        .map(Kept::artifact)
        .filter(each -> each.sha256().equals(sha256))
        .findFirst();
  }

  @Override
  public void put(Artifact artifact) {
    retire(artifact.bucket(), artifact.key(), artifact.storedAt());
    tx.changed().artifacts.put(content(artifact), new Kept(artifact, Optional.empty()));
  }

  @Override
  public boolean retire(BucketName bucket, ObjectKey key, Instant now) {
    Optional<Artifact> found = find(bucket, key);
    found.ifPresent(
        each -> tx.changed().artifacts.put(content(each), new Kept(each, Optional.of(now))));
    return found.isPresent();
  }

  @Override
  public void closeLinks(BucketName bucket, ObjectKey key, Instant from) {
    of(bucket, key)
        .toList()
        .forEach(
            each ->
                tx.changed()
                    .artifacts
                    .put(
                        content(each.artifact()),
                        new Kept(each.artifact().linksFrom(from), each.retiredAt())));
  }

  @Override
  public List<Artifact> list(BucketName bucket, String prefix, String after, int limit) {
    return tx.seen()
        .artifacts
        .all()
        .filter(Kept::current)
        .map(Kept::artifact)
        .filter(each -> each.bucket().equals(bucket))
        .filter(each -> each.key().text().startsWith(prefix))
        .filter(each -> Arrays.compareUnsigned(utf8(each.key().text()), utf8(after)) > 0)
        .limit(limit)
        .toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public List<Artifact> retiredBefore(Instant before, int limit) {
    return tx.seen()
        .artifacts
        .all()
        .filter(each -> each.retiredAt().filter(at -> at.isBefore(before)).isPresent())
        .map(Kept::artifact)
        .limit(limit)
        .toList();
  }

  @Override
  public void forget(Artifact artifact) {
    Optional<Kept> kept = tx.seen().artifacts.find(content(artifact));
    if (kept.filter(each -> !each.current()).isPresent()) {
      tx.changed().artifacts.remove(content(artifact));
    }
  }

  @Override
  public boolean holds(String sha256) {
    return tx.seen().artifacts.all().anyMatch(each -> each.artifact().sha256().equals(sha256));
  }
}
