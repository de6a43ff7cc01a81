package errand.core.app;

import errand.core.fleet.Group;
import errand.core.fleet.Membership;
import errand.core.fleet.Thing;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an operator may ask of who is in which group. Each call is one transaction. Threads: any.
 */
public final class Members {
  /** Groups looked at for one page of a hierarchy, so that empty ones cannot make it long. */
  static final int GROUPS_LOOKED = 100;

  private final Store store;
  private final InstantSource clock;
  private final Memberships memberships;
  private final Bell bell;

  public Members(Store store, InstantSource clock, Memberships memberships, Bell bell) {
    this.store = store;
    this.clock = clock;
    this.memberships = memberships;
    this.bell = bell;
  }

  /** AddThingToThingGroup: repeatable. */
  public Answer<List<Group>, ControlRefusal> add(ThingName thing, GroupName group) {
    return update(thing, new Names(List.of(), List.of(group)));
  }

  /** RemoveThingFromThingGroup: repeatable. */
  public Answer<List<Group>, ControlRefusal> remove(ThingName thing, GroupName group) {
    return update(thing, new Names(List.of(group), List.of()));
  }

  /**
   * Groups to leave and to join, by name; one in both lists is joined.
   *
   * @param overriding where there is no room for those to join, the thing leaves dynamic groups for
   *     them
   */
  public record Names(List<GroupName> leave, List<GroupName> join, boolean overriding) {
    public Names {
      leave = List.copyOf(leave);
      join = List.copyOf(join);
    }

    /** Groups that are joined only where there is room. */
    public Names(List<GroupName> leave, List<GroupName> join) {
      this(leave, join, false);
    }
  }

  /** UpdateThingGroupsForThing: all or nothing; repeatable. Gives the groups it is in then. */
  public Answer<List<Group>, ControlRefusal> update(ThingName name, Names names) {
    Instant now = clock.instant();
    Answer<List<Group>, ControlRefusal> answer =
        store.transact(tx -> Find.thing(tx, name, thing -> update(tx, thing, names, now)));
    changed(name);
    return answer;
  }

  /** The same within a transaction of the caller, who calls {@link #changed} after it. */
  Answer<List<Group>, ControlRefusal> update(Tx tx, Thing thing, Names names, Instant now) {
    return groups(tx, names.leave())
        .then(
            leave ->
                groups(tx, names.join())
                    .then(
                        join -> {
                          var wanted = new Memberships.Change(leave, join);
                          return change(tx, thing, wanted, names.overriding(), now);
                        }));
  }

  /** Tells whoever waits for it that the groups of a thing may have changed. */
  void changed(ThingName name) {
    bell.notices();
    bell.changed(new AccessChange.OfThing(name));
  }

  private Answer<List<Group>, ControlRefusal> change(
      Tx tx, Thing thing, Memberships.Change wanted, boolean overriding, Instant now) {
    Optional<Group> dynamic =
        Stream.concat(wanted.leave().stream(), wanted.join().stream())
            .filter(group -> tx.dynamicGroups().find(group.id()).isPresent())
            .findFirst();
    if (dynamic.isPresent()) {
      return ControlRefusal.invalid(
          "The query of dynamic thing group "
              + dynamic.get().name()
              + " alone decides which things are in it.");
    }
    var change = overriding ? memberships.makingRoom(tx, thing, wanted) : wanted;
    var ledger = memberships.ledger(tx, now);
    Answer<List<Group>, ControlRefusal> answer =
        memberships
            .change(tx, ledger, thing, change, now)
            .then(
                groups -> {
                  Dynamics.within(tx, memberships, ledger, now).reconsider(thing.name());
                  return Answer.given(groups);
                });
    ledger.close();
    return answer;
  }

  private static Answer<List<Group>, ControlRefusal> groups(Tx tx, List<GroupName> names) {
    var groups = new ArrayList<Group>();
    for (GroupName name : names) {
      switch (Find.<Group>group(tx, name, Answer::given)) {
        case Answer.Given<Group, ControlRefusal>(var group) -> groups.add(group);
        case Answer.Refused<Group, ControlRefusal>(var why) -> {
          return Answer.refused(why);
        }
      }
    }
    return Answer.given(groups);
  }

  /** Groups a thing is in itself, in name order. */
  public Answer<Page<Group>, ControlRefusal> groupsOf(
      ThingName name, Optional<GroupName> after, int limit) {
    return store.read(
        tx ->
            Find.thing(
                tx,
                name,
                thing ->
                    Answer.given(
                        Page.of(
                            tx.memberships().groupsOf(thing.id()).stream()
                                .filter(
                                    each ->
                                        after.isEmpty() || each.name().compareTo(after.get()) > 0)
                                .limit(limit + 1L)
                                .toList(),
                            limit))));
  }

  /** Things in a group itself, in name order. */
  public Answer<Page<ThingName>, ControlRefusal> of(
      GroupName name, Optional<ThingName> after, int limit) {
    return store.read(
        tx ->
            Find.group(
                tx,
                name,
                group ->
                    Answer.given(
                        Page.of(
                            tx.memberships().members(group.id(), after, limit + 1).stream()
                                .map(Membership::thingName)
                                .toList(),
                            limit))));
  }

  /** Where to go on: in this group, behind this thing or at its beginning. */
  public record Place(GroupName group, Optional<ThingName> thing) {}

  /**
   * A page of the things of a hierarchy; it may be short, even empty, when there is more.
   *
   * @param next absent on the last page
   */
  public record Spread(List<ThingName> things, Optional<Place> next) {
    public Spread {
      things = List.copyOf(things);
    }
  }

  /** Things in a group and in all groups below it: group after group, each in name order. */
  public Answer<Spread, ControlRefusal> below(GroupName name, Optional<Place> from, int limit) {
    return store.read(
        tx -> Find.group(tx, name, top -> Answer.given(spread(tx, top, from, limit))));
  }

  private static Spread spread(Tx tx, Group top, Optional<Place> from, int limit) {
    var things = new ArrayList<ThingName>();
    List<Group> groups =
        tx.groups().selfAndDescendants(top.id(), from.map(Place::group), GROUPS_LOOKED + 1);
    for (Group group : groups.stream().limit(GROUPS_LOOKED).toList()) {
      Optional<ThingName> after =
          from.filter(place -> place.group().equals(group.name())).flatMap(Place::thing);
      int room = limit - things.size();
      List<Membership> members = tx.memberships().members(group.id(), after, room + 1);
      members.stream().limit(room).map(Membership::thingName).forEach(things::add);
      if (members.size() > room) {
        Optional<ThingName> last = room == 0 ? after : Optional.of(things.getLast());
        return new Spread(things, Optional.of(new Place(group.name(), last)));
      }
    }
    return new Spread(
        things,
        groups.stream()
            .skip(GROUPS_LOOKED)
            .findFirst()
            .map(group -> new Place(group.name(), Optional.empty())));
  }
}
