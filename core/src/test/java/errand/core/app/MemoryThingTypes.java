package errand.core.app;

import errand.core.fleet.ThingType;
import errand.core.name.ThingTypeName;
import java.util.List;
import java.util.Optional;

/** Thing types in memory. */
record MemoryThingTypes(MemoryTx tx) implements ThingTypeRows {
  @Override
  public Optional<ThingType> find(ThingTypeName name) {
    return tx.seen().thingTypes.find(name);
  }

  @Override
  public void insert(ThingType type) {
    tx.changed().thingTypes.insert(type.name(), type);
  }

  @Override
  public void update(ThingType type) {
    MemoryState state = tx.changed();
    if (!state.thingTypes.has(type.name())) {
      throw new IllegalStateException("no thing type " + type.name());
    }
    state.thingTypes.put(type.name(), type);
  }

  @Override
  public boolean delete(ThingTypeName name) {
    return tx.changed().thingTypes.remove(name);
  }

  @Override
  public List<ThingType> list(String prefix, Optional<ThingTypeName> after, int limit) {
    return tx.seen()
        .thingTypes
        .all()
        .filter(each -> each.name().text().startsWith(prefix))
        .filter(each -> after.isEmpty() || each.name().compareTo(after.get()) > 0)
        .limit(limit)
        .toList();
  }
}
