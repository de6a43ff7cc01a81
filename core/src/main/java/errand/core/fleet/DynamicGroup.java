package errand.core.fleet;

import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.util.Optional;

/**
 * What makes a thing group dynamic: its members are the things that a query finds.
 *
 * <pre>
 *   created           BUILDING   --all things looked at--> ACTIVE
 *   query changed     REBUILDING --all things looked at--> ACTIVE
 * </pre>
 *
 * A thing that changes is looked at at once in every state; the walk over all things is for those
 * that do not change.
 *
 * @param query in the language of the fleet index, with five terms at most
 * @param walked the last thing that the walk has looked at; absent when it begins
 */
public record DynamicGroup(
    GroupId id, GroupName name, String query, Standing standing, Optional<ThingName> walked) {
  /** How far the group is. */
  public enum Standing {
    BUILDING,
    REBUILDING,
    ACTIVE
  }

  /** A new group, with everything to look at. */
  public static DynamicGroup begun(GroupId id, GroupName name, String query) {
    return new DynamicGroup(id, name, query, Standing.BUILDING, Optional.empty());
  }

  /** The group with another query, with everything to look at again. */
  public DynamicGroup asking(String other) {
    return new DynamicGroup(id, name, other, Standing.REBUILDING, Optional.empty());
  }

  /** The walk went on to a thing. */
  public DynamicGroup past(ThingName thing) {
    return new DynamicGroup(id, name, query, standing, Optional.of(thing));
  }

  /** The walk is over. */
  public DynamicGroup active() {
    return new DynamicGroup(id, name, query, Standing.ACTIVE, Optional.empty());
  }
}
