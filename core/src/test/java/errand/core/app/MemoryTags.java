package errand.core.app;

import errand.core.fleet.Tagged;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Tags in memory. */
record MemoryTags(MemoryTx tx) implements TagRows {
  @Override
  public SortedMap<String, String> find(Tagged resource) {
    return tx.seen().tags.find(resource).orElseGet(TreeMap::new);
  }

  @Override
  public void put(Tagged resource, SortedMap<String, String> tags) {
    MemoryState state = tx.changed();
    if (tags.isEmpty()) {
      state.tags.remove(resource);
    } else {
      state.tags.put(resource, Collections.unmodifiableSortedMap(new TreeMap<>(tags)));
    }
  }
}
