package errand.core.app;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One bucket of the same {@link Pace} for each key, in bounded memory.
 *
 * <p>Of more keys than it may hold, the one that has been quiet for longest is forgotten, which
 * gives its bucket back full: with a second's worth in each bucket, that is no gift unless so many
 * keys are busy within one second.
 *
 * <p>Shared state: the map, guarded by {@code this}; nothing is called with it held.
 *
 * @param <K> with value equality
 */
public final class Paces<K> {
  private final Pace pace;
  private final int keysMax;
  private final Map<K, Long> fullAt = new LinkedHashMap<>(16, 0.75f, true);

  public Paces(Pace pace, int keysMax) {
    this.pace = pace;
    this.keysMax = keysMax;
  }

  /** Takes a token of the key's bucket, if it has one. */
  public synchronized boolean admit(K key, long nowMicros) {
    long full = fullAt.getOrDefault(key, Pace.FULL);
    if (!pace.admits(full, nowMicros)) {
      return false;
    }
    fullAt.put(key, pace.take(full, nowMicros));
    if (fullAt.size() > keysMax) {
      fullAt.remove(fullAt.keySet().iterator().next());
    }
    return true;
  }

  /** Whether {@link #admit} would say yes; takes nothing. */
  public synchronized boolean admits(K key, long nowMicros) {
    return pace.admits(fullAt.getOrDefault(key, Pace.FULL), nowMicros);
  }

  /** Keys held now. */
  synchronized int size() {
    return fullAt.size();
  }
}
