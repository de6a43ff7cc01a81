package errand.core.app;

import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.name.GroupName;
import java.util.List;
import java.util.Optional;

/** Groups in memory. */
record MemoryGroups(MemoryTx tx) implements GroupRows {
  @Override
  public Optional<Group> find(GroupName name) {
    return tx.seen().groups.find(name);
  }

  @Override
  public Optional<Group> find(GroupId id) {
    return tx.seen().groups.all().filter(group -> group.id().equals(id)).findFirst();
  }

  @Override
  public void insert(Group group) {
    MemoryState state = tx.changed();
    if (group.parent().isPresent() && !state.groups.has(group.parent().get())) {
      throw new IllegalStateException("no group " + group.parent() + " above " + group.name());
    }
    state.groups.insert(group.name(), group);
  }

  @Override
  public boolean update(Group group, long loadedVersion) {
    MemoryState state = tx.changed();
    boolean unchanged =
        find(group.name()).filter(each -> each.version() == loadedVersion).isPresent();
    if (unchanged) {
      state.groups.put(group.name(), group);
    }
    return unchanged;
  }

  @Override
  public boolean delete(Group group) {
    return tx.changed().groups.remove(group.name());
  }

  @Override
  public List<Group> list(Scope scope, String prefix, Optional<GroupName> after, int limit) {
    return tx.seen()
        .groups
        .all()
        .filter(each -> each.name().text().startsWith(prefix))
        .filter(each -> after.isEmpty() || each.name().compareTo(after.get()) > 0)
        .filter(each -> within(each, scope))
        .limit(limit)
        .toList();
  }

  private boolean within(Group group, Scope scope) {
    return switch (scope) {
      case Scope.All() -> true;
      case Scope.Roots() -> group.parent().isEmpty();
      case Scope.Children(var parent) -> group.parent().equals(Optional.of(parent));
      case Scope.Below(var ancestor) -> !group.id().equals(ancestor) && below(group, ancestor);
    };
  }

  @Override
  public List<Group> selfAndDescendants(GroupId group, Optional<GroupName> from, int limit) {
    return tx.seen()
        .groups
        .all()
        .filter(each -> from.isEmpty() || each.name().compareTo(from.get()) >= 0)
        .filter(each -> below(each, group))
        .limit(limit)
        .toList();
  }

  private boolean below(Group group, GroupId ancestor) {
    return group.id().equals(ancestor)
        || group.parent().flatMap(this::find).filter(above -> below(above, ancestor)).isPresent();
  }
}
