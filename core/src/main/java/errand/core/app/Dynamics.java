package errand.core.app;

import errand.core.fleet.DynamicGroup;
import errand.core.fleet.Group;
import errand.core.fleet.Thing;
import errand.core.fleet.query.Fields;
import errand.core.fleet.query.IndexedThing;
import errand.core.fleet.query.Query;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Makes things join and leave dynamic groups as their queries say, within a transaction of the
 * caller. A query sees the static groups of a thing only [choice]: groups that looked at each
 * other, or at themselves, might never come to rest.
 */
final class Dynamics {
  private final Tx tx;
  private final Queries queries;
  private final Changes changes;
  private final List<DynamicGroup> groups;
  private final Set<GroupName> names = new HashSet<>();

  private Dynamics(Tx tx, Queries queries, Changes changes) {
    this.tx = tx;
    this.queries = queries;
    this.changes = changes;
    this.groups = tx.dynamicGroups().all();
    groups.forEach(group -> names.add(group.name()));
  }

  static Dynamics in(Tx tx, Memberships memberships, Instant now) {
    return new Dynamics(
        tx, memberships.queries(), (thing, change) -> memberships.change(tx, thing, change, now));
  }

  /** The same where the caller's ledger is still open: one notice for all that it changes. */
  static Dynamics within(Tx tx, Memberships memberships, Ledger ledger, Instant now) {
    return new Dynamics(
        tx,
        memberships.queries(),
        (thing, change) -> memberships.change(tx, ledger, thing, change, now));
  }

  /** How a thing joins and leaves. */
  private interface Changes {
    Answer<List<Group>, ControlRefusal> make(Thing thing, Memberships.Change change);
  }

  List<DynamicGroup> groups() {
    return groups;
  }

  /**
   * To be called when a thing was made or changed, or joined or left a static group. True when it
   * joined or left a dynamic one by that.
   */
  boolean reconsider(ThingName name) {
    return reconsider(name, _ -> true);
  }

  /** To be called when a thing connected or disconnected. */
  boolean reconsiderConnection(ThingName name) {
    return reconsider(name, query -> query.mentions(Fields.CONNECTIVITY));
  }

  private boolean reconsider(ThingName name, Predicate<Query> which) {
    // Without dynamic groups, which is usual, this costs nothing more.
    List<Asking> asking =
        groups.stream()
            .flatMap(group -> asking(group).stream())
            .filter(each -> which.test(each.query()))
            .toList();
    return !asking.isEmpty()
        && tx.search().find(name).filter(thing -> decide(thing, asking)).isPresent();
  }

  /**
   * To be called when a static group was deleted: its members may be many, so those groups whose
   * queries may have seen it look at all things again.
   */
  void groupDeleted() {
    groups.stream()
        .flatMap(group -> asking(group).stream())
        .filter(each -> each.query().mentions(Fields.THING_GROUP_NAMES))
        .forEach(each -> tx.dynamicGroups().put(each.group().asking(each.group().query())));
  }

  private boolean decide(IndexedThing thing, List<Asking> asking) {
    boolean changed = false;
    for (Asking each : asking) {
      changed |= decide(thing, each);
    }
    return changed;
  }

  /** A dynamic group with its query read. */
  record Asking(DynamicGroup group, Query query) {}

  /** Empty when this version of the program does not understand the query any more. */
  Optional<Asking> asking(DynamicGroup group) {
    return queries.of(group.query()).map(query -> new Asking(group, query));
  }

  /** Decides about one thing and one group; true when it joined or left. */
  boolean decide(IndexedThing thing, Asking asking) {
    boolean inside = thing.groups().contains(asking.group().name());
    boolean wanted = asking.query().matches(withStaticGroups(thing));
    return inside != wanted
        && row(asking.group()).filter(group -> change(thing, group, wanted)).isPresent();
  }

  private Optional<Group> row(DynamicGroup group) {
    return tx.groups().find(group.name()).filter(found -> found.id().equals(group.id()));
  }

  // Refused when the thing is in as many groups as it may be: then it stays out, as on AWS.
  private boolean change(IndexedThing thing, Group group, boolean join) {
    var one = List.of(group);
    var change =
        join ? new Memberships.Change(List.of(), one) : new Memberships.Change(one, List.of());
    return changes.make(thing.thing(), change).fold(_ -> true, _ -> false);
  }

  private IndexedThing withStaticGroups(IndexedThing thing) {
    return new IndexedThing(
        thing.thing(),
        thing.groups().stream().filter(name -> !names.contains(name)).toList(),
        thing.connectivity(),
        thing.installed());
  }
}
