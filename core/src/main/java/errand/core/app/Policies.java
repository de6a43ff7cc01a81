package errand.core.app;

import errand.core.app.PolicyRows.Holder;
import errand.core.fleet.GroupId;
import errand.core.fleet.Policy;
import errand.core.fleet.PolicyTarget;
import errand.core.fleet.PolicyVersion;
import errand.core.fleet.Tagged;
import errand.core.name.GroupName;
import errand.core.name.PolicyName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Policies and what they are attached to, for operators. Each call is one transaction. Threads:
 * any. Source: control-plane 10.4.
 */
public final class Policies {
  private final Store store;
  private final InstantSource clock;
  private final PolicyReader reader;
  private final AccessWatch watch;
  private final Quotas quotas;

  public Policies(
      Store store, InstantSource clock, PolicyReader reader, AccessWatch watch, Quotas quotas) {
    this.quotas = quotas;
    this.store = store;
    this.clock = clock;
    this.reader = reader;
    this.watch = watch;
  }

  /** A policy with one of its versions. */
  public record Whole(Policy policy, PolicyVersion version) {
    public boolean inForce() {
      return policy.defaultVersion() == version.number();
    }
  }

  /** CreatePolicy: its first version is in force. */
  public Answer<Whole, ControlRefusal> create(
      PolicyName name, String document, SortedMap<String, String> tags) {
    Instant now = clock.instant();
    Optional<String> excess = Tags.excess(tags, quotas);
    if (excess.isPresent()) {
      return ControlRefusal.invalid(excess.get());
    }
    return sound(
        document,
        () ->
            store.transact(
                tx -> {
                  if (tx.policies().find(name).isPresent()) {
                    return ControlRefusal.alreadyExists(
                        "Policy cannot be created - name already exists (name=" + name + ")");
                  }
                  var policy = new Policy(name, 1, 1, now, now);
                  var version = new PolicyVersion(name, 1, document, now);
                  tx.policies().save(policy);
                  tx.policies().insert(version);
                  tx.tags().put(Tagged.policy(name), tags);
                  return Answer.given(new Whole(policy, version));
                }));
  }

  /** CreatePolicyVersion: at most {@link Quota#POLICY_VERSIONS} at once. */
  public Answer<Whole, ControlRefusal> createVersion(
      PolicyName name, String document, boolean intoForce) {
    Instant now = clock.instant();
    Answer<Whole, ControlRefusal> answer =
        sound(
            document,
            () ->
                store.transact(
                    tx -> policy(tx, name, old -> grow(tx, old.grown(intoForce, now), document))));
    if (intoForce) {
      told(answer, new AccessChange.OfPolicy(name));
    }
    return answer;
  }

  private Answer<Whole, ControlRefusal> grow(Tx tx, Policy policy, String document) {
    int most = quotas.most(Quota.POLICY_VERSIONS);
    if (tx.policies().versions(policy.name()).size() >= most) {
      return ControlRefusal.because(
          ControlRefusal.Why.VERSIONS_LIMIT,
          "The policy "
              + policy.name()
              + " already has the maximum number of versions ("
              + most
              + ")");
    }
    var version =
        new PolicyVersion(policy.name(), policy.lastVersion(), document, policy.updatedAt());
    tx.policies().save(policy);
    tx.policies().insert(version);
    return Answer.given(new Whole(policy, version));
  }

  private <T> Answer<T, ControlRefusal> sound(
      String document, Supplier<Answer<T, ControlRefusal>> then) {
    return reader
        .read(document)
        .fold(
            good -> then.get(),
            wrong -> ControlRefusal.because(ControlRefusal.Why.MALFORMED_POLICY, wrong));
  }

  /** GetPolicy: with the version in force. */
  public Answer<Whole, ControlRefusal> get(PolicyName name) {
    return store.read(tx -> policy(tx, name, found -> version(tx, found, found.defaultVersion())));
  }

  /** GetPolicyVersion. */
  public Answer<Whole, ControlRefusal> getVersion(PolicyName name, int number) {
    return store.read(tx -> whole(tx, name, number));
  }

  /** ListPolicies, in name order. */
  public Page<Policy> list(Optional<PolicyName> after, boolean ascending, int limit) {
    return store.read(tx -> Page.of(tx.policies().list(after, ascending, limit + 1), limit));
  }

  /** ListPolicyVersions, newest first. */
  public Answer<List<Whole>, ControlRefusal> versions(PolicyName name) {
    return store.read(
        tx ->
            policy(
                tx,
                name,
                found ->
                    Answer.given(
                        tx.policies().versions(name).stream()
                            .map(version -> new Whole(found, version))
                            .toList())));
  }

  /** SetDefaultPolicyVersion: repeatable. */
  public Answer<Whole, ControlRefusal> putInForce(PolicyName name, int number) {
    Instant now = clock.instant();
    Answer<Whole, ControlRefusal> answer =
        store.transact(
            tx ->
                whole(tx, name, number)
                    .then(
                        whole -> {
                          Policy changed = whole.policy().inForce(number, now);
                          tx.policies().save(changed);
                          return Answer.given(new Whole(changed, whole.version()));
                        }));
    return told(answer, new AccessChange.OfPolicy(name));
  }

  /** DeletePolicyVersion: not the one in force. */
  public Answer<Whole, ControlRefusal> deleteVersion(PolicyName name, int number) {
    return store.transact(
        tx ->
            whole(tx, name, number)
                .then(
                    whole -> {
                      if (whole.inForce()) {
                        return conflict(
                            "Cannot delete the default version of a policy (policyName="
                                + name
                                + ")");
                      }
                      tx.policies().deleteVersion(name, number);
                      return Answer.given(whole);
                    }));
  }

  /** DeletePolicy: not while it has other versions or is attached. */
  public Answer<Policy, ControlRefusal> delete(PolicyName name) {
    return store.transact(
        tx ->
            policy(
                tx,
                name,
                found -> {
                  if (tx.policies().versions(name).size() > 1) {
                    return conflict(
                        "Cannot delete the policy because it has one or more policy versions"
                            + " (name="
                            + name
                            + ")");
                  }
                  if (!tx.policies().holders(name).isEmpty()) {
                    return conflict(
                        "The policy cannot be deleted as the policy is attached to one or more"
                            + " principals (name="
                            + name
                            + ")");
                  }
                  tx.policies().delete(name);
                  tx.tags().put(Tagged.policy(name), new TreeMap<>());
                  return Answer.given(found);
                }));
  }

  /** AttachPolicy: repeatable. */
  public Answer<Policy, ControlRefusal> attach(PolicyName name, Holder holder) {
    if (holder instanceof Holder.OfGroup(GroupName group) && dynamic(group)) {
      return ControlRefusal.invalid(
          "Policies cannot be attached to dynamic thing groups, and " + group + " is one.");
    }
    return onTarget(name, holder, false, (tx, target) -> tx.policies().attach(name, target));
  }

  private boolean dynamic(GroupName name) {
    return store.read(
        tx ->
            tx.groups()
                .find(name)
                .flatMap(group -> tx.dynamicGroups().find(group.id()))
                .isPresent());
  }

  /** DetachPolicy: repeatable; live connections that lose it end. */
  public Answer<Policy, ControlRefusal> detach(PolicyName name, Holder holder) {
    return onTarget(name, holder, true, (tx, target) -> tx.policies().detach(name, target));
  }

  @FunctionalInterface
  private interface Deed {
    boolean on(Tx tx, PolicyTarget target);
  }

  private Answer<Policy, ControlRefusal> onTarget(
      PolicyName name, Holder holder, boolean ends, Deed deed) {
    record Done(Policy policy, Optional<AccessChange> change) {}
    Answer<Done, ControlRefusal> answer =
        store.transact(
            tx ->
                policy(
                    tx,
                    name,
                    found ->
                        target(
                            tx,
                            holder,
                            target ->
                                Answer.given(
                                    new Done(
                                        found,
                                        deed.on(tx, target)
                                            ? Optional.of(change(target, ends))
                                            : Optional.empty())))));
    return answer.fold(
        done -> {
          done.change().ifPresent(watch::changed);
          return Answer.given(done.policy());
        },
        Answer::refused);
  }

  private static AccessChange change(PolicyTarget target, boolean ends) {
    return switch (target) {
      case PolicyTarget.OfCertificate(String id) -> new AccessChange.OfCertificate(id, ends);
      case PolicyTarget.OfGroup(GroupId group) -> new AccessChange.OfGroup(group);
    };
  }

  /** ListAttachedPolicies, in name order; recursive means those of the groups above, too. */
  public Answer<List<PolicyName>, ControlRefusal> attached(Holder holder, boolean recursive) {
    return store.read(
        tx ->
            target(
                tx,
                holder,
                target -> {
                  var names = new TreeSet<PolicyName>(tx.policies().attached(target));
                  if (recursive && holder instanceof Holder.OfGroup(GroupName name)) {
                    addInherited(tx, name, names);
                  }
                  return Answer.given(List.copyOf(names));
                }));
  }

  private static void addInherited(Tx tx, GroupName group, Set<PolicyName> names) {
    var above = tx.groups().find(group).flatMap(found -> found.parent());
    while (above.isPresent()) {
      var parent = tx.groups().find(above.get());
      parent.ifPresent(
          found -> names.addAll(tx.policies().attached(new PolicyTarget.OfGroup(found.id()))));
      above = parent.flatMap(found -> found.parent());
    }
  }

  /** ListTargetsForPolicy. */
  public Answer<List<Holder>, ControlRefusal> holders(PolicyName name) {
    return store.read(tx -> policy(tx, name, found -> Answer.given(tx.policies().holders(name))));
  }

  private <T> Answer<T, ControlRefusal> told(
      Answer<T, ControlRefusal> answer, AccessChange change) {
    if (answer instanceof Answer.Given) {
      watch.changed(change);
    }
    return answer;
  }

  private static <T> Answer<T, ControlRefusal> target(
      Tx tx, Holder holder, Function<PolicyTarget, Answer<T, ControlRefusal>> then) {
    return switch (holder) {
      case Holder.OfCertificate(String id) ->
          Certificates.certificate(tx, id, found -> then.apply(new PolicyTarget.OfCertificate(id)));
      case Holder.OfGroup(GroupName name) ->
          Find.group(tx, name, group -> then.apply(new PolicyTarget.OfGroup(group.id())));
    };
  }

  private static Answer<Whole, ControlRefusal> whole(Tx tx, PolicyName name, int number) {
    return policy(tx, name, found -> version(tx, found, number));
  }

  private static Answer<Whole, ControlRefusal> version(Tx tx, Policy policy, int number) {
    return tx.policies().versions(policy.name()).stream()
        .filter(each -> each.number() == number)
        .findFirst()
        .<Answer<Whole, ControlRefusal>>map(each -> Answer.given(new Whole(policy, each)))
        .orElseGet(
            () ->
                ControlRefusal.notFound(
                    "Policy version not found (policyName="
                        + policy.name()
                        + ", policyVersionId="
                        + number
                        + ")"));
  }

  private static <T> Answer<T, ControlRefusal> conflict(String message) {
    return ControlRefusal.because(ControlRefusal.Why.DELETE_CONFLICT, message);
  }

  private static <T> Answer<T, ControlRefusal> policy(
      Tx tx, PolicyName name, Function<Policy, Answer<T, ControlRefusal>> then) {
    return tx.policies()
        .find(name)
        .map(then)
        .orElseGet(() -> ControlRefusal.notFound("Policy not found (policyName=" + name + ")"));
  }
}
