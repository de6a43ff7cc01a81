package errand.core.app;

import errand.core.artifact.Artifact;
import errand.core.artifact.BucketName;
import errand.core.artifact.ObjectKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Names of files and what they stand for. The contents are somebody else's: they must be there
 * before they get a name, and stay until {@link #abandoned} tells them. Each call is one
 * transaction. Threads: any.
 */
public final class Artifacts {
  /** Most buckets of an account. */
  static final int BUCKETS_MAX = 1000;

  /** Contents forgotten in one transaction. */
  private static final int BATCH = 100;

  private static final String BEHIND = Character.toString(Character.MAX_CODE_POINT);

  private final Store store;
  private final InstantSource clock;

  public Artifacts(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Why not. */
  public enum Refusal {
    NO_SUCH_BUCKET,
    NO_SUCH_KEY,
    /** The name has a content, but had never this one, or lost it. */
    NO_SUCH_VERSION,
    BUCKET_EXISTS,
    BUCKET_NOT_EMPTY,
    TOO_MANY_BUCKETS,
    /** What is there is not what the caller expects. */
    NOT_AS_EXPECTED
  }

  /** Makes a bucket. */
  public Answer<BucketName, Refusal> make(BucketName name) {
    Instant now = clock.instant();
    return store.transact(
        tx -> {
          if (tx.buckets().find(name).isPresent()) {
            return Answer.refused(Refusal.BUCKET_EXISTS);
          }
          if (tx.buckets().all().size() >= BUCKETS_MAX) {
            return Answer.refused(Refusal.TOO_MANY_BUCKETS);
          }
          tx.buckets().insert(name, now);
          return Answer.given(name);
        });
  }

  /** Takes an empty bucket away. */
  public Answer<BucketName, Refusal> drop(BucketName name) {
    return store.transact(
        tx -> {
          if (tx.buckets().find(name).isEmpty()) {
            return Answer.refused(Refusal.NO_SUCH_BUCKET);
          }
          if (!tx.artifacts().list(name, "", "", 1).isEmpty()) {
            return Answer.refused(Refusal.BUCKET_NOT_EMPTY);
          }
          tx.buckets().delete(name);
          return Answer.given(name);
        });
  }

  public boolean has(BucketName name) {
    return store.read(tx -> tx.buckets().find(name).isPresent());
  }

  /** All buckets, in name order. */
  public List<BucketRows.Bucket> buckets() {
    return store.read(tx -> tx.buckets().all());
  }

  /**
   * Gives a content a name.
   *
   * @param expected judges what has the name now
   */
  public Answer<Artifact, Refusal> put(Artifact artifact, Predicate<Optional<Artifact>> expected) {
    return store.transact(
        tx -> {
          if (tx.buckets().find(artifact.bucket()).isEmpty()) {
            return Answer.refused(Refusal.NO_SUCH_BUCKET);
          }
          if (!expected.test(tx.artifacts().find(artifact.bucket(), artifact.key()))) {
            return Answer.refused(Refusal.NOT_AS_EXPECTED);
          }
          Artifact named = withLinksClosed(tx, artifact);
          tx.artifacts().put(named);
          return Answer.given(named);
        });
  }

  // A link that was revoked stays so when the same file is put there again.
  private static Artifact withLinksClosed(Tx tx, Artifact artifact) {
    return tx.artifacts()
        .find(artifact.bucket(), artifact.key(), artifact.sha256())
        .flatMap(Artifact::linksFrom)
        .map(artifact::linksFrom)
        .orElse(artifact);
  }

  /** What a name stands for, or what it stands or stood for in that version. */
  public Answer<Artifact, Refusal> find(
      BucketName bucket, ObjectKey key, Optional<String> version) {
    return store.read(tx -> find(tx, bucket, key, version));
  }

  private static Answer<Artifact, Refusal> find(
      Tx tx, BucketName bucket, ObjectKey key, Optional<String> version) {
    Optional<Artifact> found =
        version.isPresent()
            ? tx.artifacts().find(bucket, key, version.get())
            : tx.artifacts().find(bucket, key);
    return found
        .map(Answer::<Artifact, Refusal>given)
        .orElseGet(() -> Answer.refused(missing(tx, bucket, version)));
  }

  private static Refusal missing(Tx tx, BucketName bucket, Optional<String> version) {
    if (tx.buckets().find(bucket).isEmpty()) {
      return Refusal.NO_SUCH_BUCKET;
    }
    return version.isPresent() ? Refusal.NO_SUCH_VERSION : Refusal.NO_SUCH_KEY;
  }

  /** Takes names away, as far as they are there. */
  public Answer<List<ObjectKey>, Refusal> delete(BucketName bucket, List<ObjectKey> keys) {
    Instant now = clock.instant();
    return store.transact(
        tx -> {
          if (tx.buckets().find(bucket).isEmpty()) {
            return Answer.refused(Refusal.NO_SUCH_BUCKET);
          }
          keys.forEach(key -> tx.artifacts().retire(bucket, key, now));
          return Answer.given(keys);
        });
  }

  /** Closes a name to all links signed until now. */
  public Answer<Artifact, Refusal> revoke(BucketName bucket, ObjectKey key) {
    // Links are signed for whole seconds: those of this very second are meant too.
    Instant from = clock.instant().plusSeconds(1);
    return store.transact(
        tx ->
            find(tx, bucket, key, Optional.empty())
                .then(
                    artifact -> {
                      tx.artifacts().closeLinks(bucket, key, from);
                      return Answer.given(artifact.linksFrom(from));
                    }));
  }

  /**
   * Names in a bucket.
   *
   * @param delimiter what is alike up to it is told once; empty for none
   * @param after begin behind this key, or behind all that begin with this prefix
   */
  public record Search(
      BucketName bucket, String prefix, String delimiter, String after, int limit) {}

  /** A name found, or what several have in common. */
  public sealed interface Entry {
    /** One name. */
    record One(Artifact artifact) implements Entry {}

    /** The beginning of some. */
    record Common(String prefix) implements Entry {}

    /** What comes after it is asked for with this. */
    default String mark() {
      return switch (this) {
        case One(var artifact) -> artifact.key().text();
        case Common(var prefix) -> prefix;
      };
    }
  }

  /** What was found, in the order of the names' octets. */
  public record Found(List<Entry> entries, boolean more) {
    public Found {
      entries = List.copyOf(entries);
    }
  }

  public Answer<Found, Refusal> list(Search search) {
    return store.read(
        tx ->
            tx.buckets().find(search.bucket()).isEmpty()
                ? Answer.refused(Refusal.NO_SUCH_BUCKET)
                : Answer.given(
                    search.limit() == 0 ? new Found(List.of(), false) : list(tx, search)));
  }

  private static Found list(Tx tx, Search search) {
    var entries = new ArrayList<Entry>();
    String after = behind(search, search.after());
    while (true) {
      int wanted = search.limit() + 1 - entries.size();
      List<Artifact> batch = tx.artifacts().list(search.bucket(), search.prefix(), after, wanted);
      for (Artifact each : batch) {
        Entry entry = entry(search, each);
        if (entries.size() == search.limit()) {
          return new Found(entries, true);
        }
        entries.add(entry);
        after = behind(search, entry.mark());
        if (entry instanceof Entry.Common) {
          break; // All that begins so is passed over, by one look at the index.
        }
      }
      boolean last = batch.size() < wanted;
      boolean ended = last && (batch.isEmpty() || after.equals(batch.getLast().key().text()));
      if (ended) {
        return new Found(entries, false);
      }
    }
  }

  private static Entry entry(Search search, Artifact artifact) {
    String key = artifact.key().text();
    int at =
        search.delimiter().isEmpty()
            ? -1
            : key.indexOf(search.delimiter(), search.prefix().length());
    return at < 0
        ? new Entry.One(artifact)
        : new Entry.Common(key.substring(0, at + search.delimiter().length()));
  }

  private static String behind(Search search, String mark) {
    boolean common =
        !search.delimiter().isEmpty()
            && mark.length() > search.prefix().length()
            && mark.startsWith(search.prefix())
            && mark.endsWith(search.delimiter());
    return common ? mark + BEHIND : mark;
  }

  /** Forgets contents retired before; gives those of them that no name has any more. */
  public List<String> abandoned(Instant before) {
    return store.transact(
        tx -> {
          List<Artifact> retired = tx.artifacts().retiredBefore(before, BATCH);
          retired.forEach(tx.artifacts()::forget);
          return retired.stream()
              .map(Artifact::sha256)
              .distinct()
              .filter(each -> !tx.artifacts().holds(each))
              .toList();
        });
  }

  /** Whether any name has, or had and keeps, this content. */
  public boolean holds(String sha256) {
    return store.read(tx -> tx.artifacts().holds(sha256));
  }
}
