package errand.core.app;

import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Membership;
import errand.core.fleet.ThingId;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/** Who is in which group. Changed by {@link Memberships} alone. */
public interface MemberRows {
  /** Puts a thing in a group; false when it was there already, which leaves its join as it was. */
  boolean join(Membership membership);

  /** Takes a thing out; false when it was not in. */
  boolean leave(GroupId group, ThingId thing);

  /**
   * Gives up a group that is deleted in the same transaction: nobody sees its members any more.
   * Costs the same for any number of them; repeatable.
   */
  void abandon(GroupId group);

  /** True when there are no rows for {@link #sweep}. */
  boolean swept();

  /** Takes away so many rows of one group that was given up. */
  void sweep(int limit);

  /** Members of this group itself, in thing name order, after a name when one is given. */
  List<Membership> members(GroupId group, Optional<ThingName> after, int limit);

  /** Groups a thing is in itself, in name order; there are never many. */
  List<Group> groupsOf(ThingId thing);
}
