package errand.core.app;

import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.name.GroupName;
import java.util.List;
import java.util.Optional;

/** Static groups and how they hang together. Who is in them: {@link MemberRows}. */
public interface GroupRows {
  Optional<Group> find(GroupName name);

  Optional<Group> find(GroupId id);

  /**
   * Adds a group whose name is free and whose parent is there; throws IllegalStateException when it
   * is not so.
   */
  void insert(Group group);

  /**
   * Replaces the group of this name that has the version it was loaded at; false when it has
   * another or is gone. The parent must be as it was.
   */
  boolean update(Group group, long loadedVersion);

  /** Takes away a group that has no children; false when it is gone. */
  boolean delete(Group group);

  /**
   * In name order, after a name when one is given, at most {@code limit}. Costs the same wherever
   * the name is.
   *
   * @param prefix what names begin with; every name begins with the empty text
   */
  List<Group> list(Scope scope, String prefix, Optional<GroupName> after, int limit);

  /**
   * The group and all groups below it, in name order, from a name on when one is given (that one
   * included), at most {@code limit}.
   */
  List<Group> selfAndDescendants(GroupId group, Optional<GroupName> from, int limit);

  /** Which groups a list is of. */
  sealed interface Scope {
    /** All groups. */
    record All() implements Scope {}

    /** Groups without a parent. */
    record Roots() implements Scope {}

    /** Groups directly below one. */
    record Children(GroupName parent) implements Scope {}

    /** Groups anywhere below one, without that one. */
    record Below(GroupId ancestor) implements Scope {}
  }
}
