package errand.core.app;

import errand.core.fleet.FleetEvent.Operation;
import errand.core.fleet.Tagged;
import errand.core.fleet.ThingType;
import errand.core.fleet.TypeProperties;
import errand.core.name.ThingTypeName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What an operator may ask of thing types. Each call is one transaction. Threads: any. */
public final class ThingTypes {
  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final Quotas quotas;

  public ThingTypes(Store store, Ids ids, InstantSource clock, Quotas quotas) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.quotas = quotas;
  }

  /**
   * CreateThingType: repeating it with the same properties gives the type again, with the tags it
   * has; others are refused.
   */
  public Answer<ThingType, ControlRefusal> create(
      ThingTypeName name, TypeProperties properties, SortedMap<String, String> tags) {
    Instant now = clock.instant();
    Optional<String> excess = excess(properties, tags);
    return excess.isPresent()
        ? ControlRefusal.invalid(excess.get())
        : store.transact(
            tx ->
                tx.thingTypes()
                    .find(name)
                    .map(existing -> again(existing, properties))
                    .orElseGet(
                        () -> {
                          var type =
                              new ThingType(ids.next(), name, properties, Optional.empty(), now);
                          tx.thingTypes().insert(type);
                          tx.tags().put(Tagged.type(type), tags);
                          FleetEvents.in(tx, now).happened(Operation.CREATED, type);
                          return Answer.given(type);
                        }));
  }

  private Optional<String> excess(TypeProperties properties, SortedMap<String, String> tags) {
    int most = quotas.most(Quota.SEARCHABLE_ATTRIBUTES);
    return properties.searchable().size() > most
        ? Optional.of("A thing type can have at most " + most + " searchable attributes.")
        : Tags.excess(tags, quotas);
  }

  private static Answer<ThingType, ControlRefusal> again(
      ThingType existing, TypeProperties properties) {
    return existing.properties().equals(properties)
        ? Answer.given(existing)
        : ControlRefusal.alreadyExists(
            "Thing type " + existing.name() + " already exists with different properties",
            existing.id().toString());
  }

  public Answer<ThingType, ControlRefusal> describe(ThingTypeName name) {
    return store.read(tx -> Find.type(tx, name, Answer::given));
  }

  /** UpdateThingType: the MQTT 5 configuration is all that can change ([issue], aws-cli 9884). */
  public Answer<ThingType, ControlRefusal> update(
      ThingTypeName name, List<TypeProperties.Propagating> propagating) {
    Instant now = clock.instant();
    return store.transact(
        tx ->
            Find.type(
                tx, name, type -> save(tx, type.with(type.properties().with(propagating)), now)));
  }

  /** DeprecateThingType: repeatable; the first time counts. */
  public Answer<ThingType, ControlRefusal> deprecate(ThingTypeName name) {
    Instant now = clock.instant();
    return store.transact(tx -> Find.type(tx, name, type -> save(tx, type.deprecate(now), now)));
  }

  /** DeprecateThingType taken back; repeatable. */
  public Answer<ThingType, ControlRefusal> restore(ThingTypeName name) {
    Instant now = clock.instant();
    return store.transact(tx -> Find.type(tx, name, type -> save(tx, type.restore(), now)));
  }

  private static Answer<ThingType, ControlRefusal> save(Tx tx, ThingType type, Instant now) {
    tx.thingTypes().update(type);
    FleetEvents.in(tx, now).happened(Operation.UPDATED, type);
    return Answer.given(type);
  }

  /** DeleteThingType: it must be deprecated, and no thing may have it. */
  public Answer<ThingType, ControlRefusal> delete(ThingTypeName name) {
    Instant now = clock.instant();
    return store.transact(tx -> Find.type(tx, name, type -> delete(tx, type, now)));
  }

  private static Answer<ThingType, ControlRefusal> delete(Tx tx, ThingType type, Instant now) {
    if (!type.deprecated()) {
      return ControlRefusal.invalid(
          "Thing type " + type.name() + " must be deprecated before it can be deleted.");
    }
    if (!tx.things().ofType(type.name(), Optional.empty(), 1).isEmpty()) {
      return ControlRefusal.invalid(
          "Thing type " + type.name() + " cannot be deleted while things have it.");
    }
    tx.tags().put(Tagged.type(type), new TreeMap<>());
    tx.thingTypes().delete(type.name());
    FleetEvents.in(tx, now).happened(Operation.DELETED, type);
    return Answer.given(type);
  }

  /** Types whose names begin so, in name order. */
  public Page<ThingType> list(String prefix, Optional<ThingTypeName> after, int limit) {
    return store.read(tx -> Page.of(tx.thingTypes().list(prefix, after, limit + 1), limit));
  }
}
