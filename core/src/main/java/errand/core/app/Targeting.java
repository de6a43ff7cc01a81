package errand.core.app;

import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.ThingId;
import errand.core.job.Job;
import errand.core.job.Target;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which things a job is for at this moment. */
final class Targeting {
  private Targeting() {}

  /** True when the thing itself, one of its groups, or a group above one of them is a target. */
  static boolean targets(Tx tx, Job job, ThingId thing) {
    Set<GroupId> groups = groupsAround(tx, tx.memberships().groupsOf(thing));
    return job.plan().targets().stream()
        .anyMatch(
            target ->
                switch (target) {
                  case Target.OneThing(var name, var id) -> id.equals(thing);
                  case Target.WholeGroup(var name, var id) -> groups.contains(id);
                });
  }

  /** The groups and all groups above them. */
  static Set<GroupId> groupsAround(Tx tx, List<Group> groups) {
    var around = new LinkedHashSet<GroupId>();
    for (Group group : groups) {
      around.addAll(selfAndAncestors(tx, group));
    }
    return around;
  }

  /** The group and all groups above it, from below. */
  static List<GroupId> selfAndAncestors(Tx tx, Group group) {
    var ids = new LinkedHashSet<GroupId>();
    Optional<Group> each = Optional.of(group);
    while (each.isPresent() && ids.add(each.get().id())) {
      each = each.get().parent().flatMap(tx.groups()::find);
    }
    return List.copyOf(ids);
  }
}
