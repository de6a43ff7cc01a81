package errand.core.app;

import errand.core.fleet.GroupId;
import errand.core.name.PolicyName;
import errand.core.name.ThingName;

/** Something changed that what devices may do depends on. */
public sealed interface AccessChange {
  /**
   * A certificate's standing, policies or things.
   *
   * @param ends its live connections are to end, also when it may still do something
   */
  record OfCertificate(String certificateId, boolean ends) implements AccessChange {}

  /** A thing's type, attributes or groups, or that there is such a thing. */
  record OfThing(ThingName name) implements AccessChange {}

  /** The policies of a group. */
  record OfGroup(GroupId group) implements AccessChange {}

  /** The version of a policy that is in force. */
  record OfPolicy(PolicyName name) implements AccessChange {}
}
