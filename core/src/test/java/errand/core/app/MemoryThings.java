package errand.core.app;

import errand.core.fleet.Thing;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Things in memory. */
record MemoryThings(MemoryTx tx) implements ThingRows {
  private static final Comparator<AttributePlace> PLACE_ORDER =
      Comparator.comparing((AttributePlace place) -> place.value().toLowerCase(Locale.ROOT))
          .thenComparing(AttributePlace::thing);

  @Override
  public Optional<Thing> find(ThingName name) {
    return tx.seen().things.find(name);
  }

  @Override
  public void insert(Thing thing) {
    tx.changed().things.insert(thing.name(), thing);
  }

  @Override
  public boolean update(Thing thing, long loadedVersion) {
    MemoryState state = tx.changed();
    boolean unchanged =
        find(thing.name()).filter(each -> each.version() == loadedVersion).isPresent();
    if (unchanged) {
      state.things.put(thing.name(), thing);
    }
    return unchanged;
  }

  @Override
  public boolean delete(ThingName name) {
    return tx.changed().things.remove(name);
  }

  @Override
  public List<Thing> list(Optional<ThingName> after, int limit) {
    return tx.seen().things.after(after, limit);
  }

  @Override
  public List<Thing> ofType(ThingTypeName type, Optional<ThingName> after, int limit) {
    return tx.seen()
        .things
        .all()
        .filter(each -> each.configuration().type().equals(Optional.of(type)))
        .filter(each -> after.isEmpty() || each.name().compareTo(after.get()) > 0)
        .limit(limit)
        .toList();
  }

  @Override
  public List<Thing> withAttribute(
      AttributeSearch search, Optional<AttributePlace> after, int limit) {
    return tx.seen()
        .things
        .all()
        .flatMap(each -> found(each, search))
        .filter(each -> after.isEmpty() || PLACE_ORDER.compare(each.place(), after.get()) > 0)
        .sorted(Comparator.comparing(Found::place, PLACE_ORDER))
        .limit(limit)
        .map(Found::thing)
        .toList();
  }

  private record Found(Thing thing, AttributePlace place) {}

  private static Stream<Found> found(Thing thing, AttributeSearch search) {
    return Optional.ofNullable(thing.attributes().get(search.name()))
        .filter(
            value ->
                search.prefix() ? value.startsWith(search.value()) : value.equals(search.value()))
        .map(value -> new Found(thing, new AttributePlace(value, thing.name())))
        .stream();
  }
}
