package errand.core.app;

import errand.core.fleet.Certificate;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Membership;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingId;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/** Things, groups and certificates, for operators. Each call is one transaction. Threads: any. */
public final class Registry {
  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final Issuer issuer;

  public Registry(Store store, Ids ids, InstantSource clock, Issuer issuer) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.issuer = issuer;
  }

  /** CreateThing: repeating it with the same configuration gives the thing again. */
  public Answer<Thing, ControlRefusal> createThing(
      ThingName name, Optional<String> type, SortedMap<String, String> attributes) {
    Instant now = clock.instant();
    return store.transact(
        tx -> {
          Optional<Thing> existing = tx.things().find(name);
          if (existing.isPresent()) {
            return existing.get().sameConfiguration(type, attributes)
                ? Answer.given(existing.get())
                : ControlRefusal.alreadyExists(
                    "Thing " + name + " already exists in account with different configuration");
          }
          var thing = new Thing(new ThingId(ids.next()), name, type, attributes, 1, now);
          tx.things().insert(thing);
          return Answer.given(thing);
        });
  }

  public Answer<Thing, ControlRefusal> describeThing(ThingName name) {
    return store.read(tx -> thing(tx, name, Answer::given));
  }

  /** Things in name order. */
  public Page<Thing> listThings(Optional<ThingName> after, int limit) {
    return store.read(tx -> Page.of(tx.things().list(after, limit + 1), limit));
  }

  /** What a new group is like. */
  public record NewGroup(
      GroupName name,
      Optional<GroupName> parent,
      String description,
      SortedMap<String, String> attributes) {}

  /** CreateThingGroup: repeating it with the same configuration gives the group again. */
  public Answer<Group, ControlRefusal> createGroup(NewGroup wanted) {
    Instant now = clock.instant();
    return store.transact(
        tx -> {
          if (wanted.parent().filter(parent -> tx.groups().find(parent).isEmpty()).isPresent()) {
            return noGroup(wanted.parent().get());
          }
          var group =
              new Group(
                  new GroupId(ids.next()),
                  wanted.name(),
                  wanted.parent(),
                  wanted.description(),
                  wanted.attributes(),
                  1,
                  now);
          return tx.groups()
              .find(wanted.name())
              .map(existing -> again(existing, group))
              .orElseGet(
                  () -> {
                    tx.groups().insert(group);
                    return Answer.given(group);
                  });
        });
  }

  private static Answer<Group, ControlRefusal> again(Group existing, Group wanted) {
    return existing.sameConfiguration(wanted)
        ? Answer.given(existing)
        : ControlRefusal.alreadyExists(
            "Thing Group "
                + existing.name()
                + " already exists in current account with different properties");
  }

  public Answer<Group, ControlRefusal> describeGroup(GroupName name) {
    return store.read(tx -> group(tx, name, Answer::given));
  }

  /** AddThingToThingGroup: repeatable. */
  public Answer<Thing, ControlRefusal> join(ThingName thingName, GroupName groupName) {
    Instant now = clock.instant();
    return store.transact(
        tx ->
            group(
                tx,
                groupName,
                group ->
                    thing(
                        tx,
                        thingName,
                        thing -> {
                          tx.groups()
                              .join(
                                  new Membership(
                                      group.id(), thing.id(), thingName, ids.nextOrder(now)));
                          return Answer.given(thing);
                        })));
  }

  /** Things in a group itself, in name order. */
  public Answer<Page<ThingName>, ControlRefusal> members(
      GroupName name, Optional<ThingName> after, int limit) {
    return store.read(
        tx ->
            group(
                tx,
                name,
                group ->
                    Answer.given(
                        Page.of(
                            tx.groups().members(group.id(), after, limit + 1).stream()
                                .map(Membership::thingName)
                                .toList(),
                            limit))));
  }

  /** CreateKeysAndCertificate. */
  public Answer<Issuer.Issued, ControlRefusal> issueWithKeys(boolean active) {
    return register(issuer.withKeys(), active);
  }

  /** CreateCertificateFromCsr. */
  public Answer<Issuer.Issued, ControlRefusal> issueFromCsr(String pem, boolean active) {
    return issuer
        .fromCsr(pem)
        .fold(issued -> register(issued, active), problem -> ControlRefusal.invalid(problem));
  }

  private Answer<Issuer.Issued, ControlRefusal> register(Issuer.Issued issued, boolean active) {
    Instant now = clock.instant();
    var standing = active ? Certificate.Standing.ACTIVE : Certificate.Standing.INACTIVE;
    return store.transact(
        tx -> {
          tx.certificates()
              .insert(
                  new Certificate(issued.certificateId(), issued.certificatePem(), standing, now));
          return Answer.given(issued);
        });
  }

  public Answer<Certificate, ControlRefusal> describeCertificate(String id) {
    return store.read(tx -> certificate(tx, id, Answer::given));
  }

  /** UpdateCertificate: repeatable. */
  public Answer<Certificate, ControlRefusal> setStanding(String id, Certificate.Standing standing) {
    return store.transact(
        tx ->
            certificate(
                tx,
                id,
                found -> {
                  var changed =
                      new Certificate(found.id(), found.pem(), standing, found.createdAt());
                  tx.certificates().update(changed);
                  return Answer.given(changed);
                }));
  }

  /** AttachThingPrincipal: lets a certificate speak for a thing; repeatable. */
  public Answer<Thing, ControlRefusal> attach(ThingName name, String certificateId) {
    return store.transact(
        tx ->
            certificate(
                tx,
                certificateId,
                found ->
                    thing(
                        tx,
                        name,
                        thing -> {
                          tx.certificates().attach(certificateId, thing.id());
                          return Answer.given(thing);
                        })));
  }

  /** The certificate, when it is registered. */
  public Optional<Certificate> certificate(String certificateId) {
    return store.read(tx -> tx.certificates().find(certificateId));
  }

  /** True when an active certificate speaks for the thing. */
  public boolean speaksFor(String certificateId, ThingName thing) {
    return store.read(
        tx ->
            tx.certificates()
                    .find(certificateId)
                    .filter(found -> found.standing() == Certificate.Standing.ACTIVE)
                    .isPresent()
                && tx.certificates().things(certificateId).contains(thing));
  }

  private static <T> Answer<T, ControlRefusal> certificate(
      Tx tx, String id, Function<Certificate, Answer<T, ControlRefusal>> then) {
    return tx.certificates()
        .find(id)
        .map(then)
        .orElseGet(() -> ControlRefusal.notFound("Certificate " + id + " not found."));
  }

  static <T> Answer<T, ControlRefusal> thing(
      Tx tx, ThingName name, Function<Thing, Answer<T, ControlRefusal>> then) {
    return tx.things()
        .find(name)
        .map(then)
        .orElseGet(() -> ControlRefusal.notFound("Thing " + name + " not found."));
  }

  static <T> Answer<T, ControlRefusal> group(
      Tx tx, GroupName name, Function<Group, Answer<T, ControlRefusal>> then) {
    return tx.groups().find(name).map(then).orElseGet(() -> noGroup(name));
  }

  private static <T> Answer<T, ControlRefusal> noGroup(GroupName name) {
    return ControlRefusal.notFound("Thing group " + name + " not found.");
  }
}
