package errand.core.app;

import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Membership;
import errand.core.fleet.ThingId;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/** Groups, and who is in them. */
public interface GroupRows {
  Optional<Group> find(GroupName name);

  /** Adds a group whose name is free; throws IllegalStateException when it is not. */
  void insert(Group group);

  /** In name order, after a name when one is given, at most {@code limit}. */
  List<Group> list(Optional<GroupName> after, int limit);

  /**
   * The group and all groups below it, in name order, from a name on when one is given (that one
   * included), at most {@code limit}.
   */
  List<Group> selfAndDescendants(GroupId group, Optional<GroupName> from, int limit);

  /** Puts a thing in a group; false when it was there already, which leaves its join as it was. */
  boolean join(Membership membership);

  /** Takes a thing out; false when it was not in. */
  boolean leave(GroupId group, ThingId thing);

  /** Groups that a thing is in itself, in name order. */
  List<Group> groupsOf(ThingId thing);

  /** Members of this group itself, in thing name order, after a name when one is given. */
  List<Membership> members(GroupId group, Optional<ThingName> after, int limit);
}
