package errand.core.app;

import errand.core.app.MemoryState.Seat;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Membership;
import errand.core.fleet.ThingId;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/** Memberships in memory. */
record MemoryMemberships(MemoryTx tx) implements MemberRows {
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
  public void abandon(GroupId group) {
    tx.changed().abandoned.put(group, group);
  }

  @Override
  public boolean swept() {
    return tx.seen().abandoned.all().findAny().isEmpty();
  }

  @Override
  public void sweep(int limit) {
    tx.seen().abandoned.all().findFirst().ifPresent(group -> sweep(group, limit));
  }

  private void sweep(GroupId group, int limit) {
    MemoryState state = tx.changed();
    List<Membership> gone =
        state
            .memberships
            .from(new Seat(group, ""), each -> each.group().equals(group))
            .limit(limit)
            .toList();
    gone.forEach(each -> state.memberships.remove(new Seat(group, each.thingName().text())));
    if (gone.size() < limit) {
      state.abandoned.remove(group);
    }
  }

  @Override
  public List<Group> groupsOf(ThingId thing) {
    MemoryState state = tx.seen();
    return state
        .groups
        .all()
        .filter(
            group ->
                state
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
