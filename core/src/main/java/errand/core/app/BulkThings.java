package errand.core.app;

import errand.core.fleet.DynamicGroup;
import errand.core.fleet.Group;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingConfiguration;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Many things at once, each with its static groups: what is exported can be imported again, and
 * importing it twice changes nothing. Threads: any.
 */
public final class BulkThings {
  private final Store store;
  private final InstantSource clock;
  private final Things things;
  private final Groups groups;
  private final Members members;

  BulkThings(Store store, InstantSource clock, Things things, Groups groups, Members members) {
    this.store = store;
    this.clock = clock;
    this.things = things;
    this.groups = groups;
    this.members = members;
  }

  /**
   * A thing as a line of a file.
   *
   * @param groups static groups it is in itself
   */
  public record Row(ThingName name, ThingConfiguration configuration, List<GroupName> groups) {
    public Row {
      groups = List.copyOf(groups);
    }
  }

  /** What happens to a row that names a group nobody has made. */
  public enum MissingGroups {
    REFUSED,
    /** Made without a parent, a description or attributes. */
    CREATED
  }

  /**
   * Creates a thing and puts it in its groups, all or nothing, under the rules of CreateThing and
   * UpdateThingGroupsForThing. Repeatable: a thing that is there with the same configuration stays,
   * and joins those groups that it is not in. One transaction.
   */
  public Answer<Thing, ControlRefusal> bring(Row row, MissingGroups missing) {
    Instant now = clock.instant();
    var answer = Undo.around(() -> store.transact(tx -> bring(tx, row, missing, now)));
    if (answer instanceof Answer.Given && !row.groups().isEmpty()) {
      members.changed(row.name());
    }
    return answer;
  }

  private Thing bring(Tx tx, Row row, MissingGroups missing, Instant now) {
    Thing thing = Undo.orUndo(things.create(tx, row.name(), row.configuration(), now));
    if (!row.groups().isEmpty()) {
      if (missing == MissingGroups.CREATED) {
        row.groups().forEach(name -> groups.ensure(tx, name, now));
      }
      Undo.orUndo(members.update(tx, thing, new Members.Names(List.of(), row.groups()), now));
    }
    return thing;
  }

  /** Things with their static groups, in name order. */
  public Page<Row> list(Optional<ThingName> after, int limit) {
    return store.read(
        tx -> {
          Set<GroupName> dynamic =
              tx.dynamicGroups().all().stream().map(DynamicGroup::name).collect(Collectors.toSet());
          return Page.of(
              tx.things().list(after, limit + 1).stream()
                  .map(thing -> row(tx, thing, dynamic))
                  .toList(),
              limit);
        });
  }

  private static Row row(Tx tx, Thing thing, Set<GroupName> dynamic) {
    List<GroupName> names =
        tx.memberships().groupsOf(thing.id()).stream()
            .map(Group::name)
            .filter(name -> !dynamic.contains(name))
            .toList();
    return new Row(thing.name(), thing.configuration(), names);
  }
}
