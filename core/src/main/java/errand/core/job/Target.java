package errand.core.job;

import errand.core.fleet.GroupId;
import errand.core.fleet.ThingId;
import errand.core.name.GroupName;
import errand.core.name.ThingName;

/** Whom a job is for. The id pins the target: a namesake created later is another target. */
public sealed interface Target {
  /** One thing. */
  record OneThing(ThingName name, ThingId id) implements Target {}

  /** The members of a group and of all groups below it. */
  record WholeGroup(GroupName name, GroupId id) implements Target {}
}
