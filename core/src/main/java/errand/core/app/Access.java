package errand.core.app;

import errand.core.fleet.Attachment;
import errand.core.fleet.Certificate;
import errand.core.fleet.GroupId;
import errand.core.fleet.Policy;
import errand.core.fleet.PolicyTarget;
import errand.core.fleet.Thing;
import errand.core.fleet.policy.BoundThing;
import errand.core.fleet.policy.Evaluation;
import errand.core.fleet.policy.PolicyDocument;
import errand.core.name.PolicyName;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a certificate's policies let it do, loaded from the store in one look. Blocks for it.
 * Threads: any.
 */
public final class Access {
  private final Store store;
  private final PolicyReader reader;

  public Access(Store store, PolicyReader reader) {
    this.store = store;
    this.reader = reader;
  }

  /**
   * What was found.
   *
   * @param thing whose policies and variables count
   * @param groups the thing's, with all above them
   */
  public record Rights(
      Certificate certificate,
      Optional<BoundThing> thing,
      List<Evaluation.Named> policies,
      Set<GroupId> groups) {
    public Rights {
      policies = List.copyOf(policies);
      groups = Set.copyOf(groups);
    }

    /** True when the policy is among those that count. */
    public boolean uses(PolicyName name) {
      return policies.stream().anyMatch(each -> each.name().equals(name));
    }
  }

  /**
   * The rights of a connection whose client calls itself {@code name}: it is the connection of the
   * thing of that name when the certificate speaks for it, or of the one thing it speaks for
   * exclusively. Empty when the certificate is not registered. Source: device-protocol 5.2.
   */
  public Optional<Rights> of(String certificateId, String name) {
    return store.read(
        tx ->
            tx.certificates()
                .find(certificateId)
                .map(certificate -> rights(tx, certificate, bound(tx, certificateId, name))));
  }

  private static Optional<Thing> bound(Tx tx, String certificateId, String name) {
    Optional<Attachment> exclusive =
        tx.certificates().things(certificateId, Optional.empty(), 1).stream()
            .filter(Attachment::exclusive)
            .findFirst();
    if (exclusive.isPresent()) {
      return tx.things().find(exclusive.get().thingName());
    }
    return ThingName.parse(name)
        .flatMap(tx.things()::find)
        .filter(
            thing ->
                tx.certificates().certificates(thing.id()).stream()
                    .anyMatch(each -> each.certificateId().equals(certificateId)));
  }

  private Rights rights(Tx tx, Certificate certificate, Optional<Thing> thing) {
    List<GroupId> groups = thing.map(each -> tx.policies().groupsOf(each.id())).orElseGet(List::of);
    var names =
        new LinkedHashSet<PolicyName>(
            tx.policies().attached(new PolicyTarget.OfCertificate(certificate.id())));
    groups.forEach(group -> names.addAll(tx.policies().attached(new PolicyTarget.OfGroup(group))));
    var policies = new ArrayList<Evaluation.Named>();
    names.forEach(name -> inForce(tx, name).ifPresent(policies::add));
    return new Rights(certificate, thing.map(Access::bound), policies, Set.copyOf(groups));
  }

  private static BoundThing bound(Thing thing) {
    var configuration = thing.configuration();
    return new BoundThing(
        thing.name(), configuration.type().map(ThingTypeName::text), configuration.attributes());
  }

  private Optional<Evaluation.Named> inForce(Tx tx, PolicyName name) {
    Optional<Policy> policy = tx.policies().find(name);
    return policy
        .flatMap(
            found ->
                tx.policies().versions(name).stream()
                    .filter(version -> version.number() == found.defaultVersion())
                    .findFirst())
        .map(version -> new Evaluation.Named(name, read(version.document())));
  }

  // Every document was read before it was stored; one that reads no more must not grant by silence.
  private PolicyDocument read(String document) {
    return reader
        .read(document)
        .fold(
            good -> good,
            wrong -> {
              throw new IllegalStateException("a stored policy does not read: " + wrong);
            });
  }
}
