package errand.server.artifact;

import errand.core.app.Answer;
import errand.core.app.Artifacts;
import errand.core.artifact.Artifact;
import errand.core.artifact.BucketName;
import errand.core.artifact.Label;
import errand.core.artifact.ObjectKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one account: contents on disk and their names in the store. A content is on the disk
 * before it gets a name, and is removed only after the last name has let go of it.
 *
 * <p>Shared state: the lock keeps the broom from sweeping a content away between its arrival and
 * its naming. Namings share it, a sweep has it alone, for one content at a time. {@code nextTidy}
 * is the sweeping thread's.
 */
public final class ArtifactStore {
  /** How long a content that was replaced or deleted can still be fetched by its digest. */
  static final Duration KEPT = Duration.ofDays(1);

  /** How often is looked for what no name leads to; takes a walk over all files. */
  private static final Duration TIDY_EVERY = Duration.ofDays(1);

  private static final Logger LOG = LoggerFactory.getLogger(ArtifactStore.class);

  private final Artifacts names;
  private final Contents contents;
  private final Uploads uploads;
  private final InstantSource clock;
  private final ReentrantReadWriteLock naming = new ReentrantReadWriteLock();
  private volatile Instant nextTidy = Instant.EPOCH;

  private ArtifactStore(Artifacts names, Contents contents, Uploads uploads, InstantSource clock) {
    this.names = names;
    this.contents = contents;
    this.uploads = uploads;
    this.clock = clock;
  }

  /** Opens the files in a folder, which is made when it is missing. */
  public static ArtifactStore open(Path folder, Artifacts names, InstantSource clock) {
    var contents = Contents.open(folder);
    return new ArtifactStore(names, contents, Uploads.open(folder, contents), clock);
  }

  /** The names, for everything that needs no content. */
  public Artifacts names() {
    return names;
  }

  /** Uploads in parts. */
  public Uploads uploads() {
    return uploads;
  }

  /** What time it is for files. */
  public Instant now() {
    return clock.instant();
  }

  /** A new content, empty yet. */
  public Incoming receive(Optional<ChecksumAlgorithm> checksum) throws IOException {
    return contents.receive(checksum);
  }

  /**
   * Gives what was received a name; it lasts when this returns.
   *
   * @param label made from what was received
   * @param expected judges what has the name now
   */
  public Answer<Artifact, Artifacts.Refusal> put(
      BucketName bucket,
      ObjectKey key,
      Arrival arrival,
      Function<Received, Label> label,
      Predicate<Optional<Artifact>> expected)
      throws IOException {
    Received received = arrival.received();
    naming.readLock().lock();
    try {
      contents.keep(arrival.incoming(), received.name());
      var artifact =
          new Artifact(
              bucket,
              key,
              received.name(),
              received.bytes(),
              label.apply(received),
              clock.instant(),
              Optional.empty());
      return names.put(artifact, expected);
    } finally {
      naming.readLock().unlock();
    }
  }

  /** What has come in, and what it was found to be. */
  public record Arrival(Incoming incoming, Received received) {}

  /** Gives a content that has a name another one. */
  public Answer<Artifact, Artifacts.Refusal> copy(
      Artifact from, BucketName bucket, ObjectKey key, Label label) {
    naming.readLock().lock();
    try {
      var artifact =
          new Artifact(
              bucket, key, from.sha256(), from.bytes(), label, clock.instant(), Optional.empty());
      // Looked at again under the lock: it may have been swept away meanwhile.
      return names.holds(from.sha256())
          ? names.put(artifact, _ -> true)
          : Answer.refused(Artifacts.Refusal.NO_SUCH_KEY);
    } finally {
      naming.readLock().unlock();
    }
  }

  /** Where the content is. */
  public Path file(Artifact artifact) {
    return contents.file(artifact.sha256());
  }

  /**
   * Removes contents that nobody can ask for any more, and once a day what a crash left behind and
   * uploads that nobody finished; true when there may be more to remove. One thread.
   */
  public boolean sweep() {
    Instant now = clock.instant();
    try {
      if (!now.isBefore(nextTidy)) {
        tidy(now);
        nextTidy = now.plus(TIDY_EVERY);
      }
      var abandoned = names.abandoned(now.minus(KEPT));
      for (String each : abandoned) {
        remove(each);
      }
      return !abandoned.isEmpty();
    } catch (IOException failure) {
      LOG.error("abandoned artifacts not removed, trying again later", failure);
      return false;
    }
  }

  private void tidy(Instant now) throws IOException {
    for (String each : contents.olderThan(now.minus(KEPT))) {
      if (!names.holds(each)) {
        remove(each);
      }
    }
    uploads.abortOlderThan(now.minus(Uploads.KEPT));
  }

  private void remove(String sha256) throws IOException {
    naming.writeLock().lock();
    try {
      if (!names.holds(sha256)) {
        contents.delete(sha256);
        LOG.info("artifact removed sha256={}", sha256);
      }
    } finally {
      naming.writeLock().unlock();
    }
  }
}
