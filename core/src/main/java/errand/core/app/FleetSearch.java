package errand.core.app;

import errand.core.fleet.Connectivity;
import errand.core.fleet.query.IndexedThing;
import errand.core.fleet.query.Narrowing;
import errand.core.fleet.query.Query;
import errand.core.fleet.query.QueryLimits;
import errand.core.fleet.query.QueryParse;
import errand.core.name.ThingName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The fleet index, for operators. It is always ready [choice]: it is the registry itself and
 * nothing has to be built. Each call blocks; a long one is many short looks, each at its own
 * moment, so that others are served between them. Threads: any.
 */
public final class FleetSearch {
  /** Things looked at in one look. */
  static final int BATCH = 1_000;

  /** Things looked at for one page, after which it ends short, or empty, with where to go on. */
  static final int LOOKS_MAX = 1_000_000;

  private final Store store;

  public FleetSearch(Store store) {
    this.store = store;
  }

  /**
   * A page of what was found, in name order.
   *
   * @param next go on after this name; absent when everything was looked at
   */
  public record Found(List<IndexedThing> things, Optional<ThingName> next) {
    public Found {
      things = List.copyOf(things);
    }
  }

  /**
   * SearchIndex: at most {@code limit} things that a query finds, after a name when one is given.
   */
  public Answer<Found, ControlRefusal> search(
      String queryText, Optional<ThingName> after, int limit) {
    return query(queryText, QueryLimits.SEARCH, query -> Answer.given(page(query, after, limit)));
  }

  /** GetStatistics, as far as it counts: how many things a query finds. */
  public Answer<Long, ControlRefusal> count(String queryText) {
    return query(queryText, QueryLimits.SEARCH, query -> Answer.given(count(query)));
  }

  /** GetThingConnectivityData: one that was never connected is not connected, since it was made. */
  public Answer<Connectivity, ControlRefusal> connectivity(ThingName name) {
    return store.read(
        tx ->
            Find.thing(
                tx,
                name,
                thing ->
                    Answer.given(
                        tx.presence()
                            .find(thing.id())
                            .orElseGet(
                                () ->
                                    new Connectivity(
                                        false, thing.createdAt(), Optional.empty())))));
  }

  private Found page(Query query, Optional<ThingName> after, int limit) {
    var found = new ArrayList<IndexedThing>();
    Optional<ThingName> at = after;
    // Often everything looked at is found; then there is no use in looking at more than the page.
    int size = Math.min(limit + 1, BATCH);
    for (int looks = 0; looks < LOOKS_MAX; looks += size) {
      List<IndexedThing> batch = batch(query.narrowing(), at, size);
      for (IndexedThing each : batch) {
        if (query.matches(each)) {
          if (found.size() == limit) {
            return new Found(found, at);
          }
          found.add(each);
        }
        at = Optional.of(each.thing().name());
      }
      if (batch.size() < size) {
        return new Found(found, Optional.empty());
      }
      size = BATCH;
    }
    return new Found(found, at);
  }

  private long count(Query query) {
    long found = 0;
    Optional<ThingName> at = Optional.empty();
    List<IndexedThing> batch;
    do {
      batch = batch(query.narrowing(), at, BATCH);
      found += batch.stream().filter(query::matches).count();
      at = batch.isEmpty() ? at : Optional.of(batch.getLast().thing().name());
    } while (batch.size() == BATCH);
    return found;
  }

  private List<IndexedThing> batch(Narrowing narrowing, Optional<ThingName> after, int size) {
    return store.read(tx -> tx.search().candidates(narrowing, after, size));
  }

  static <T> Answer<T, ControlRefusal> query(
      String text, QueryLimits limits, Function<Query, Answer<T, ControlRefusal>> then) {
    return switch (Query.parse(text, limits)) {
      case QueryParse.Ok(var query) -> then.apply(query);
      case QueryParse.Malformed(_, var message) ->
          Answer.refused(new ControlRefusal(ControlRefusal.Why.INVALID_QUERY, message));
    };
  }
}
