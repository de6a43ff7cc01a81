package errand.core.app;

import errand.core.fleet.Group;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingId;
import errand.core.fleet.query.IndexedThing;
import errand.core.fleet.query.Narrowing;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/** The fleet index in memory: looks at every thing, which it may. */
record MemorySearch(MemoryTx tx) implements SearchRows {
  @Override
  public List<IndexedThing> candidates(Narrowing narrowing, Optional<ThingName> after, int limit) {
    return tx.seen().things.after(after, limit).stream().map(this::indexed).toList();
  }

  @Override
  public Optional<IndexedThing> find(ThingName name) {
    return tx.seen().things.find(name).map(this::indexed);
  }

  @Override
  public Optional<IndexedThing> find(ThingId id) {
    return tx.seen()
        .things
        .all()
        .filter(thing -> thing.id().equals(id))
        .findFirst()
        .map(this::indexed);
  }

  private IndexedThing indexed(Thing thing) {
    MemoryState state = tx.seen();
    return new IndexedThing(
        thing,
        state
            .groups
            .all()
            .filter(
                group ->
                    state
                        .memberships
                        .find(new MemoryState.Seat(group.id(), thing.name().text()))
                        .filter(each -> each.thing().equals(thing.id()))
                        .isPresent())
            .map(Group::name)
            .toList(),
        state.presence.find(thing.id()).map(MemoryState.Present::connectivity),
        tx.installed().of(thing.id()));
  }
}
