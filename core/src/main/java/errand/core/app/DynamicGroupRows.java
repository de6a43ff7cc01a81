package errand.core.app;

import errand.core.fleet.DynamicGroup;
import errand.core.fleet.GroupId;
import java.util.List;
import java.util.Optional;

/** What makes groups dynamic; each has a row among the groups, too. */
public interface DynamicGroupRows {
  Optional<DynamicGroup> find(GroupId id);

  /** All, in name order; there are never many. */
  List<DynamicGroup> all();

  /** Adds or replaces; repeatable. */
  void put(DynamicGroup group);

  /** Repeatable. */
  void remove(GroupId id);
}
