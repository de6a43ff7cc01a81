package errand.server.store;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.cache.Weigher;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Rows of one kind in memory: the committed ones, of which the least used make room for others, and
 * what the running group knows otherwise. What is not here may be in the database all the same.
 *
 * <p>Threads: {@link #committed} and {@link #fill} any, the latter as {@link Image} says;
 * everything else is the writer's.
 */
final class Shelf<K, V> {
  private final Cache<K, V> committed;

  /** By key: what the group made of it or found; empty when only the database knows. */
  private final Map<K, Optional<V>> group = new HashMap<>();

  private boolean bypassed;

  /**
   * @param charsMax about how much to keep, in characters of text, all else counted as if it were
   *     text
   */
  Shelf(long charsMax, Weigher<K, V> chars) {
    this.committed = CacheBuilder.newBuilder().maximumWeight(charsMax).weigher(chars).build();
  }

  /** The row as of the last commit, when it is here. */
  @Nullable V committed(K key) {
    return committed.getIfPresent(key);
  }

  /** The row as the group sees it, when it is here. */
  @Nullable V peek(K key) {
    Optional<V> known = bypassed ? Optional.empty() : group.get(key);
    if (known == null) {
      return committed.getIfPresent(key);
    }
    return known.orElse(null);
  }

  /** The row as the group sees it, from the database when it is not here; then it is. */
  Optional<V> find(K key, Function<K, Optional<V>> database) {
    V known = peek(key);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<V> found = database.apply(key);
    if (!bypassed && found.isPresent()) {
      group.put(key, found);
    }
    return found;
  }

  /** The group has changed the row into this. */
  void keep(K key, V value) {
    group.put(key, bypassed ? Optional.empty() : Optional.of(value));
  }

  /** The group has changed the row, or may have. */
  void forget(K key) {
    group.put(key, Optional.empty());
  }

  /** Until the group ends every row comes from the database. */
  void bypass() {
    group.clear();
    bypassed = true;
  }

  /** What the group knows is committed. */
  void publish() {
    group.forEach(
        (key, value) -> {
          if (value.isPresent()) {
            committed.put(key, value.get());
          } else {
            committed.invalidate(key);
          }
        });
    endGroup();
  }

  /** The group came to nothing. */
  void drop() {
    endGroup();
  }

  private void endGroup() {
    group.clear();
    bypassed = false;
  }

  /** A row that a look has found. */
  void fill(K key, V value) {
    committed.put(key, value);
  }

  /** Nothing is known any more. */
  void clear() {
    group.clear();
    committed.invalidateAll();
  }
}
