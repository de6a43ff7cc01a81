package errand.core.app;

import errand.core.app.MemoryState.Present;
import errand.core.fleet.Connectivity;
import errand.core.fleet.ThingId;
import java.util.List;
import java.util.Optional;

/** Presence in memory. */
record MemoryPresence(MemoryTx tx) implements PresenceRows {
  @Override
  public Optional<Connectivity> find(ThingId thing) {
    return tx.seen().presence.find(thing).map(Present::connectivity);
  }

  @Override
  public void put(ThingId thing, Connectivity connectivity) {
    tx.changed().presence.put(thing, new Present(thing, connectivity));
  }

  @Override
  public void remove(ThingId thing) {
    tx.changed().presence.remove(thing);
  }

  @Override
  public List<ThingId> connected(Optional<ThingId> after, int limit) {
    return tx.seen()
        .presence
        .all()
        .filter(each -> each.connectivity().connected())
        .map(Present::thing)
        .filter(id -> after.isEmpty() || MemoryState.THING_ORDER.compare(id, after.get()) > 0)
        .limit(limit)
        .toList();
  }
}
