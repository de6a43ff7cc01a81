package errand.core.app;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One table: rows by key, in key order. A transaction works on its own {@link #copy}, which shares
 * the rows until the first change.
 */
final class MemoryTable<K, V> {
  private NavigableMap<K, V> rows;
  private boolean shared;

  private MemoryTable(NavigableMap<K, V> rows, boolean shared) {
    this.rows = rows;
    this.shared = shared;
  }

  static <K, V> MemoryTable<K, V> by(Comparator<? super K> order) {
    return new MemoryTable<>(new TreeMap<>(order), false);
  }

  /** The original must not be changed any more. */
  MemoryTable<K, V> copy() {
    return new MemoryTable<>(rows, true);
  }

  Optional<V> find(K key) {
    return Optional.ofNullable(rows.get(key));
  }

  boolean has(K key) {
    return rows.containsKey(key);
  }

  void insert(K key, V row) {
    if (has(key)) {
      throw new IllegalStateException("there is already a row " + key);
    }
    own().put(key, row);
  }

  void put(K key, V row) {
    own().put(key, row);
  }

  boolean remove(K key) {
    return has(key) && own().remove(key) != null;
  }

  /** Rows after a key when one is given, at most {@code limit}. */
  List<V> after(Optional<K> key, int limit) {
    var from = key.map(each -> rows.tailMap(each, false)).orElse(rows);
    return from.values().stream().limit(limit).toList();
  }

  /** True when nothing has changed between the two, of which one is a copy of the other. */
  @SuppressWarnings("ReferenceEquality") // A change makes new rows, so the same ones say it all.
  boolean same(MemoryTable<K, V> other) {
    return rows == other.rows;
  }

  /** The rows themselves, not to be changed. */
  NavigableMap<K, V> rows() {
    return Collections.unmodifiableNavigableMap(rows);
  }

  /** All rows. */
  Stream<V> all() {
    return rows.values().stream();
  }

  /** All keys. */
  Stream<K> keys() {
    return rows.keySet().stream();
  }

  /** Rows from a key on, as long as they fit. */
  Stream<V> from(K first, Predicate<V> fits) {
    return rows.tailMap(first, true).values().stream().takeWhile(fits);
  }

  private NavigableMap<K, V> own() {
    if (shared) {
      rows = new TreeMap<>(rows);
      shared = false;
    }
    return rows;
  }
}
