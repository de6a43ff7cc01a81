package errand.core.app;

import errand.core.app.MemoryState.Seat;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Membership;
import errand.core.fleet.ThingId;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/** Groups and memberships in memory. */
record MemoryGroups(MemoryTx tx) implements GroupRows {
  @Override
  public Optional<Group> find(GroupName name) {
    return tx.seen().groups.find(name);
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
  public List<Group> list(Optional<GroupName> after, int limit) {
    return tx.seen().groups.after(after, limit);
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

  @Override
  public boolean join(Membership membership) {
    MemoryState state = tx.changed();
    var seat = new Seat(membership.group(), membership.thingName().text());
    if (state.memberships.has(seat)) {
      return false;
    }
    state.memberships.insert(seat, membership);
    return true;
  }

  @Override
  public boolean leave(GroupId group, ThingId thing) {
    MemoryState state = tx.changed();
    Optional<Membership> gone =
        state
            .memberships
            .from(new Seat(group, ""), each -> each.group().equals(group))
            .filter(each -> each.thing().equals(thing))
            .findFirst();
    gone.ifPresent(each -> state.memberships.remove(new Seat(group, each.thingName().text())));
    return gone.isPresent();
  }

  @Override
  public List<Group> groupsOf(ThingId thing) {
    return tx.seen()
        .groups
        .all()
        .filter(
            group ->
                tx.seen()
                    .memberships
                    .from(new Seat(group.id(), ""), each -> each.group().equals(group.id()))
                    .anyMatch(each -> each.thing().equals(thing)))
        .toList();
  }

  @Override
  public List<Membership> members(GroupId group, Optional<ThingName> after, int limit) {
    String past = after.map(ThingName::text).orElse("");
    return tx.seen()
        .memberships
        .from(new Seat(group, past), each -> each.group().equals(group))
        .filter(each -> !each.thingName().text().equals(past))
        .limit(limit)
        .toList();
  }
}
