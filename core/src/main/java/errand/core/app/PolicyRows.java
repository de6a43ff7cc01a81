package errand.core.app;

import errand.core.fleet.GroupId;
import errand.core.fleet.Policy;
import errand.core.fleet.PolicyTarget;
import errand.core.fleet.PolicyVersion;
import errand.core.fleet.ThingId;
import errand.core.name.GroupName;
import errand.core.name.PolicyName;
import java.util.List;
import java.util.Optional;

/** Policies, their versions, and what they are attached to. */
public interface PolicyRows {
  Optional<Policy> find(PolicyName name);

  /** Adds one or replaces it. */
  void save(Policy policy);

  /** Removes a policy with its versions; false when it was not there. */
  boolean delete(PolicyName name);

  /** A page in name order, backwards when not ascending, after a name when one is given. */
  List<Policy> list(Optional<PolicyName> after, boolean ascending, int limit);

  /** Adds a version whose number is free; throws IllegalStateException when it is not. */
  void insert(PolicyVersion version);

  /** False when it was not there. */
  boolean deleteVersion(PolicyName name, int number);

  /** All versions, newest first. */
  List<PolicyVersion> versions(PolicyName name);

  /** Attaches a policy; false when it was attached already. */
  boolean attach(PolicyName name, PolicyTarget target);

  /** False when it was not attached. */
  boolean detach(PolicyName name, PolicyTarget target);

  /** Names of the policies attached to it directly, in order. */
  List<PolicyName> attached(PolicyTarget target);

  /** What a policy is attached to; groups that are gone are left out. */
  List<Holder> holders(PolicyName name);

  /** The groups a thing is in, and all above them, each once. */
  List<GroupId> groupsOf(ThingId thing);

  /** A target by the name people know. */
  sealed interface Holder {
    /** A certificate. */
    record OfCertificate(String id) implements Holder {}

    /** A group. */
    record OfGroup(GroupName name) implements Holder {}
  }
}
