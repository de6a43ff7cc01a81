package errand.core.app;

import errand.core.app.MemoryState.Edition;
import errand.core.app.MemoryState.Hold;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Policy;
import errand.core.fleet.PolicyTarget;
import errand.core.fleet.PolicyVersion;
import errand.core.fleet.ThingId;
import errand.core.name.GroupName;
import errand.core.name.PolicyName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Policies in memory. */
record MemoryPolicies(MemoryTx tx) implements PolicyRows {
  @Override
  public Optional<Policy> find(PolicyName name) {
    return tx.seen().policies.find(name);
  }

  @Override
  public void save(Policy policy) {
    tx.changed().policies.put(policy.name(), policy);
  }

  @Override
  public boolean delete(PolicyName name) {
    MemoryState state = tx.changed();
    versions(name).forEach(each -> state.policyVersions.remove(new Edition(name, each.number())));
    state
        .holds
        .keys()
        .filter(each -> each.policy().equals(name) && each.target().startsWith("group:"))
        .toList()
        .forEach(state.holds::remove);
    return state.policies.remove(name);
  }

  @Override
  public List<Policy> list(Optional<PolicyName> after, boolean ascending, int limit) {
    List<Policy> all = tx.seen().policies.all().toList();
    return (ascending ? all : all.reversed())
        .stream()
            .filter(
                each ->
                    after.isEmpty()
                        || (ascending
                            ? each.name().compareTo(after.get()) > 0
                            : each.name().compareTo(after.get()) < 0))
            .limit(limit)
            .toList();
  }

  @Override
  public void insert(PolicyVersion version) {
    tx.changed().policyVersions.insert(new Edition(version.policy(), version.number()), version);
  }

  @Override
  public boolean deleteVersion(PolicyName name, int number) {
    return tx.changed().policyVersions.remove(new Edition(name, number));
  }

  @Override
  public List<PolicyVersion> versions(PolicyName name) {
    return tx.seen()
        .policyVersions
        .all()
        .filter(each -> each.policy().equals(name))
        .toList()
        .reversed();
  }

  @Override
  public boolean attach(PolicyName name, PolicyTarget target) {
    var hold = new Hold(text(target), name);
    boolean added = !tx.changed().holds.has(hold);
    tx.changed().holds.put(hold, hold);
    return added;
  }

  @Override
  public boolean detach(PolicyName name, PolicyTarget target) {
    return tx.changed().holds.remove(new Hold(text(target), name));
  }

  @Override
  public List<PolicyName> attached(PolicyTarget target) {
    return tx.seen()
        .holds
        .all()
        .filter(each -> each.target().equals(text(target)))
        .map(Hold::policy)
        .toList();
  }

  @Override
  public List<Holder> holders(PolicyName name) {
    var holders = new ArrayList<Holder>();
    tx.seen()
        .holds
        .all()
        .filter(each -> each.policy().equals(name) && each.target().startsWith("cert:"))
        .forEach(each -> holders.add(new Holder.OfCertificate(each.target().substring(5))));
    tx.seen()
        .groups
        .all()
        .filter(group -> attached(new PolicyTarget.OfGroup(group.id())).contains(name))
        .forEach(group -> holders.add(new Holder.OfGroup(group.name())));
    return holders;
  }

  @Override
  public List<GroupId> groupsOf(ThingId thing) {
    return tx.seen()
        .groups
        .all()
        .filter(
            group ->
                tx.seen()
                    .memberships
                    .all()
                    .anyMatch(
                        each -> each.group().equals(group.id()) && each.thing().equals(thing)))
        .flatMap(this::selfAndAbove)
        .map(Group::id)
        .distinct()
        .toList();
  }

  private Stream<Group> selfAndAbove(Group group) {
    return Stream.concat(
        Stream.of(group), group.parent().flatMap(this::find).stream().flatMap(this::selfAndAbove));
  }

  private Optional<Group> find(GroupName name) {
    return tx.seen().groups.find(name);
  }

  private static String text(PolicyTarget target) {
    return switch (target) {
      case PolicyTarget.OfCertificate(String id) -> "cert:" + id;
      case PolicyTarget.OfGroup(GroupId id) -> "group:" + id;
    };
  }
}
