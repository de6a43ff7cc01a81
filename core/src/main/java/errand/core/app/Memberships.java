package errand.core.app;

import errand.core.fleet.Group;
import errand.core.fleet.Membership;
import errand.core.fleet.Thing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * The one door through which things join and leave groups, within a transaction of the caller: what
 * a change of membership owes to jobs is owed here. The caller rings for notices after its commit,
 * and for what is due after it deleted a group. Threads: any.
 */
public final class Memberships {
  private final Ids ids;
  private final int groupsMax;
  private final Queries queries = new Queries();

  public Memberships(Ids ids, Quotas quotas) {
    this.ids = ids;
    this.groupsMax = quotas.most(Quota.GROUPS_PER_THING);
  }

  /** What to change; a group in both lists ends up joined. */
  record Change(List<Group> leave, List<Group> join) {
    Change {
      leave = List.copyOf(leave);
      join = List.copyOf(join);
    }
  }

  /** What is known of the queries of dynamic groups. */
  Queries queries() {
    return queries;
  }

  /** For what a caller owes to things, over several changes of their groups. */
  Ledger ledger(Tx tx, Instant now) {
    return new Ledger(tx, ids, now);
  }

  /**
   * Makes a thing leave and join groups, all or nothing. Groups it is in already and groups it is
   * not in are passed over. Refused when it would be in too many groups, or in two of one
   * hierarchy. Gives the groups it is in then.
   */
  Answer<List<Group>, ControlRefusal> change(Tx tx, Thing thing, Change change, Instant now) {
    var ledger = ledger(tx, now);
    Answer<List<Group>, ControlRefusal> answer = change(tx, ledger, thing, change, now);
    ledger.close();
    return answer;
  }

  /** The same with a ledger of the caller's, who closes it. */
  Answer<List<Group>, ControlRefusal> change(
      Tx tx, Ledger ledger, Thing thing, Change change, Instant now) {
    List<Group> before = tx.memberships().groupsOf(thing.id());
    List<Group> after = after(before, change);
    List<Group> joining = after.stream().filter(each -> !before.contains(each)).toList();
    Optional<String> problem = joining.isEmpty() ? Optional.empty() : problem(tx, after);
    if (problem.isPresent()) {
      return ControlRefusal.invalid(problem.get());
    }
    var joins = new Joins(tx, ledger, now);
    var events = FleetEvents.in(tx, now);
    before.stream()
        .filter(each -> !after.contains(each))
        .forEach(
            group -> {
              tx.memberships().leave(group.id(), thing.id());
              joins.left(thing, group);
              events.left(thing, group);
            });
    for (Group group : joining) {
      tx.memberships()
          .join(new Membership(group.id(), thing.id(), thing.name(), ids.nextOrder(now)));
      joins.joined(thing, group);
      events.joined(thing, group);
    }
    return Answer.given(after);
  }

  /**
   * The change that also leaves dynamic groups, as many as stand in the way of those to be joined.
   * AWS says the last dynamic group goes, but not in which order; here it is the order of names
   * [choice].
   */
  Change makingRoom(Tx tx, Thing thing, Change change) {
    List<Group> before = tx.memberships().groupsOf(thing.id());
    List<Group> after = after(before, change);
    var leave = new ArrayList<>(change.leave());
    before.reversed().stream()
        .filter(after::contains)
        .filter(group -> tx.dynamicGroups().find(group.id()).isPresent())
        .limit(Math.max(0, after.size() - groupsMax))
        .forEach(leave::add);
    return new Change(leave, change.join());
  }

  /** A thing is about to be deleted: it leaves all its groups, and jobs let go of it. */
  void thingDeleted(Tx tx, Thing thing, Instant now) {
    var ledger = ledger(tx, now);
    new Joins(tx, ledger, now).thingDeleted(thing);
    tx.memberships()
        .groupsOf(thing.id())
        .forEach(
            group -> {
              tx.memberships().leave(group.id(), thing.id());
              FleetEvents.in(tx, now).left(thing, group);
            });
    ledger.close();
  }

  /**
   * A group is about to be deleted: nobody is in it any more, and jobs look who is left. Its
   * members may be many; their rows go by {@link MembershipSweep}.
   */
  void groupDeleted(Tx tx, Group group, Instant now) {
    tx.memberships().abandon(group.id());
    var ledger = ledger(tx, now);
    new Joins(tx, ledger, now).groupDeleted(group);
    ledger.close();
  }

  private static List<Group> after(List<Group> before, Change change) {
    var after = new ArrayList<>(before);
    after.removeAll(change.leave());
    change.join().stream().filter(each -> !after.contains(each)).forEach(after::add);
    return List.copyOf(after);
  }

  private Optional<String> problem(Tx tx, List<Group> after) {
    if (after.size() > groupsMax) {
      return Optional.of("A thing can be in at most " + groupsMax + " thing groups.");
    }
    var roots = new HashSet<Group>();
    for (Group group : after) {
      List<Group> above = Groups.rootToParent(tx, group);
      if (!roots.add(above.isEmpty() ? group : above.getFirst())) {
        return Optional.of(
            "A thing cannot be in two thing groups of one hierarchy; "
                + group.name()
                + " would be the second.");
      }
    }
    return Optional.empty();
  }
}
