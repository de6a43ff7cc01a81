package errand.core.app;

import errand.core.fleet.DynamicGroup;
import errand.core.fleet.GroupId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Dynamic groups in memory. */
record MemoryDynamicGroups(MemoryTx tx) implements DynamicGroupRows {
  @Override
  public Optional<DynamicGroup> find(GroupId id) {
    return tx.seen().dynamicGroups.find(id);
  }

  @Override
  public List<DynamicGroup> all() {
    return tx.seen().dynamicGroups.all().sorted(Comparator.comparing(DynamicGroup::name)).toList();
  }

  @Override
  public void put(DynamicGroup group) {
    tx.changed().dynamicGroups.put(group.id(), group);
  }

  @Override
  public void remove(GroupId id) {
    tx.changed().dynamicGroups.remove(id);
  }
}
