package errand.core.app;

import errand.core.app.ThingRows.AttributePlace;
import errand.core.app.ThingRows.AttributeSearch;
import errand.core.fleet.AttributeChange;
import errand.core.fleet.Tagged;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingConfiguration;
import errand.core.fleet.ThingId;
import errand.core.fleet.ThingType;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What an operator may ask of things. Each call is one transaction. Threads: any. */
public final class Things {
  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final Memberships memberships;
  private final Quotas quotas;
  private final Bell bell;

  public Things(
      Store store,
      Ids ids,
      InstantSource clock,
      Memberships memberships,
      Quotas quotas,
      Bell bell) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.memberships = memberships;
    this.quotas = quotas;
    this.bell = bell;
  }

  /**
   * CreateThing: repeating it with the same configuration gives the thing again, another one is
   * refused.
   */
  public Answer<Thing, ControlRefusal> create(ThingName name, ThingConfiguration wanted) {
    Instant now = clock.instant();
    return store.transact(tx -> create(tx, name, wanted, now));
  }

  /** The same within a transaction of the caller. */
  Answer<Thing, ControlRefusal> create(
      Tx tx, ThingName name, ThingConfiguration wanted, Instant now) {
    return within(
        wanted,
        () ->
            tx.things()
                .find(name)
                .map(existing -> again(existing, wanted))
                .orElseGet(() -> insert(tx, name, wanted, now)));
  }

  private static Answer<Thing, ControlRefusal> again(Thing existing, ThingConfiguration wanted) {
    return existing.configuration().equals(wanted)
        ? Answer.given(existing)
        : ControlRefusal.alreadyExists(
            "Thing " + existing.name() + " already exists in account with different configuration",
            existing.id().toString());
  }

  private Answer<Thing, ControlRefusal> insert(
      Tx tx, ThingName name, ThingConfiguration wanted, Instant now) {
    return usable(
        tx,
        wanted.type(),
        () -> {
          var thing = new Thing(new ThingId(ids.next()), name, wanted, 1, now);
          tx.things().insert(thing);
          FleetEvents.in(tx, now).created(thing);
          return reconsidered(tx, thing, now);
        });
  }

  private Answer<Thing, ControlRefusal> reconsidered(Tx tx, Thing thing, Instant now) {
    Dynamics.in(tx, memberships, now).reconsider(thing.name());
    return Answer.given(thing);
  }

  public Answer<Thing, ControlRefusal> describe(ThingName name) {
    return store.read(tx -> Find.thing(tx, name, Answer::given));
  }

  /** What an update does to a thing's type. */
  public sealed interface TypeChange {
    /** Leaves it. */
    record Keep() implements TypeChange {}

    /** Gives it this one. */
    record Give(ThingTypeName type) implements TypeChange {}

    /** Leaves it without. */
    record Remove() implements TypeChange {}
  }

  /**
   * What to change.
   *
   * @param expectedVersion the change is refused when the thing has another
   */
  public record Update(TypeChange type, AttributeChange attributes, OptionalLong expectedVersion) {}

  /** UpdateThing: each accepted update makes a version, also one that says what is so already. */
  public Answer<Thing, ControlRefusal> update(ThingName name, Update update) {
    Instant now = clock.instant();
    Answer<Thing, ControlRefusal> answer =
        store.transact(
            tx ->
                Find.thing(
                    tx,
                    name,
                    thing ->
                        Find.current(
                            "thing " + name,
                            thing.version(),
                            update.expectedVersion(),
                            () -> update(tx, thing, update, now))));
    bell.changed(new AccessChange.OfThing(name));
    return answer;
  }

  /** The same within a transaction of the caller, who tells of the change after it. */
  Answer<Thing, ControlRefusal> update(Tx tx, Thing thing, Update update, Instant now) {
    return change(tx, thing, update, now).then(changed -> reconsidered(tx, changed, now));
  }

  private Answer<Thing, ControlRefusal> change(Tx tx, Thing thing, Update update, Instant now) {
    Optional<ThingTypeName> type =
        switch (update.type()) {
          case TypeChange.Keep() -> thing.configuration().type();
          case TypeChange.Give(var given) -> Optional.of(given);
          case TypeChange.Remove() -> Optional.empty();
        };
    // A thing keeps a type that was deprecated meanwhile.
    boolean newType = !type.equals(thing.configuration().type());
    var wanted = thing.configuration().typed(type).with(update.attributes());
    return within(
        wanted,
        () -> usable(tx, newType ? type : Optional.empty(), () -> save(tx, thing, wanted, now)));
  }

  private static Answer<Thing, ControlRefusal> save(
      Tx tx, Thing thing, ThingConfiguration configuration, Instant now) {
    Thing changed = thing.with(configuration);
    if (!tx.things().update(changed, thing.version())) {
      throw new IllegalStateException("thing " + thing.name() + " changed under its lock");
    }
    FleetEvents.in(tx, now).updated(thing, changed);
    return Answer.given(changed);
  }

  /**
   * DeleteThing: the thing leaves its groups and loses its tags. True when there was one; false is
   * no refusal (control-plane 10.1 [model]).
   */
  public Answer<Boolean, ControlRefusal> delete(ThingName name, OptionalLong expectedVersion) {
    Instant now = clock.instant();
    Answer<Boolean, ControlRefusal> answer =
        store.transact(
            tx ->
                tx.things()
                    .find(name)
                    .map(
                        thing ->
                            Find.current(
                                "thing " + name,
                                thing.version(),
                                expectedVersion,
                                () -> delete(tx, thing, now)))
                    .orElseGet(() -> Answer.given(false)));
    bell.notices();
    bell.changed(new AccessChange.OfThing(name));
    return answer;
  }

  private Answer<Boolean, ControlRefusal> delete(Tx tx, Thing thing, Instant now) {
    if (!tx.certificates().certificates(thing.id()).isEmpty()) {
      return ControlRefusal.invalid(
          "Cannot delete. Thing " + thing.name() + " is still attached to one or more principals");
    }
    memberships.thingDeleted(tx, thing, now);
    tx.presence().remove(thing.id());
    tx.installed().forget(thing.id());
    tx.tags().put(Tagged.thing(thing), new TreeMap<>());
    FleetEvents.in(tx, now).deleted(thing);
    return Answer.given(tx.things().delete(thing.name()));
  }

  /** All things, in name order. */
  public Page<Thing> list(Optional<ThingName> after, int limit) {
    return store.read(tx -> Page.of(tx.things().list(after, limit + 1), limit));
  }

  /** Things of a type, in name order; none when there is no such type. */
  public Page<Thing> list(ThingTypeName type, Optional<ThingName> after, int limit) {
    return store.read(tx -> Page.of(tx.things().ofType(type, after, limit + 1), limit));
  }

  /** Things with an attribute, in the order of its value, then of their names. */
  public Page<Thing> list(AttributeSearch search, Optional<AttributePlace> after, int limit) {
    return store.read(tx -> Page.of(tx.things().withAttribute(search, after, limit + 1), limit));
  }

  private Answer<Thing, ControlRefusal> within(
      ThingConfiguration wanted, Supplier<Answer<Thing, ControlRefusal>> then) {
    int most =
        quotas.most(wanted.type().isPresent() ? Quota.TYPED_ATTRIBUTES : Quota.UNTYPED_ATTRIBUTES);
    if (wanted.attributes().size() > most) {
      String which = wanted.type().isPresent() ? "with" : "without";
      return ControlRefusal.invalid(
          "A thing " + which + " a thing type can have at most " + most + " attributes.");
    }
    int bytesMax = quotas.most(Quota.ATTRIBUTE_BYTES);
    if (bytes(wanted.attributes()) > bytesMax) {
      return ControlRefusal.invalid(
          "The attributes of a thing can have at most " + bytesMax + " bytes.");
    }
    return then.get();
  }

  private static long bytes(SortedMap<String, String> attributes) {
    return attributes.entrySet().stream()
        .mapToLong(each -> bytes(each.getKey()) + bytes(each.getValue()))
        .sum();
  }

  private static long bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static Answer<Thing, ControlRefusal> usable(
      Tx tx, Optional<ThingTypeName> type, Supplier<Answer<Thing, ControlRefusal>> then) {
    return type.isEmpty() ? then.get() : Find.type(tx, type.get(), found -> usable(found, then));
  }

  private static Answer<Thing, ControlRefusal> usable(
      ThingType type, Supplier<Answer<Thing, ControlRefusal>> then) {
    return type.deprecated()
        ? ControlRefusal.invalid(
            "Thing type " + type.name() + " is deprecated: no further thing can be given it.")
        : then.get();
  }
}
