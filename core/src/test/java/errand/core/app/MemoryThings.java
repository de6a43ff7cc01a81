package errand.core.app;

import errand.core.fleet.Thing;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/** Things in memory. */
record MemoryThings(MemoryTx tx) implements ThingRows {
  @Override
  public Optional<Thing> find(ThingName name) {
    return tx.seen().things.find(name);
  }

  @Override
  public void insert(Thing thing) {
    tx.changed().things.insert(thing.name(), thing);
  }

  @Override
  public List<Thing> list(Optional<ThingName> after, int limit) {
    return tx.seen().things.after(after, limit);
  }
}
