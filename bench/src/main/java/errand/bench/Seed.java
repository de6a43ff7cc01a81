package errand.bench;

import errand.core.app.Tx;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Membership;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingConfiguration;
import errand.core.fleet.ThingId;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import errand.server.store.SqliteStore;
import errand.server.store.UuidIds;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A fleet written into a data folder before its server starts, because a million things take long
 * to register one by one. Things and their groups come in name order.
 *
 * @param data the folder of a server that is not running
 * @param things how many things there are, at least {@link #FEW_THINGS}
 * @param order of their ids
 */
record Seed(Path data, int things, Order order) {
  /** How ids lie to names, in whose order a rollout goes. */
  enum Order {
    /**
     * As the server makes ids for things that are imported in name order: they go up with names.
     */
    IMPORTED,

    /** At random, so that nothing kept by id lies in the order of a rollout: the worst case. */
    SHUFFLED;

    /** Always the same ids, one after the other. */
    Supplier<UUID> ids() {
      var random = new SplittableRandom(1);
      var made = new UuidIds(() -> MADE_AT, random, 0);
      return this == IMPORTED ? made::next : () -> new UUID(random.nextLong(), random.nextLong());
    }
  }

  /** The group of all things. */
  static final String ALL = "all";

  /** The group of a few things. */
  static final String FEW = "few";

  static final int FEW_THINGS = 10;

  /** Every tenth thing is a valve, the others are pumps. */
  static final int VALVE_EVERY = 10;

  static final int SITES = 1_000;

  private static final int BATCH = 1_000;
  private static final Instant MADE_AT = Instant.parse("2026-01-01T00:00:00Z");

  /** Names of so many things, spread evenly over the fleet. */
  List<String> spread(int count) {
    var step = Math.max(1, things / count);
    return IntStream.range(0, Math.min(count, things)).mapToObj(n -> name(n * step)).toList();
  }

  static String name(int number) {
    return "thing-%07d".formatted(number);
  }

  /** Writes the things, and the groups {@link #ALL} and {@link #FEW}. */
  void write() {
    try (var store = SqliteStore.open(data)) {
      var ids = order.ids();
      var all = new GroupId(new UUID(0, 1));
      var few = new GroupId(new UUID(0, 2));
      change(
          store,
          tx -> {
            tx.groups().insert(group(all, ALL));
            tx.groups().insert(group(few, FEW));
          });
      for (var from = 0; from < things; from += BATCH) {
        var first = from;
        change(
            store,
            tx ->
                IntStream.range(first, Math.min(things, first + BATCH))
                    .forEach(number -> add(tx, number, new ThingId(ids.get()), all, few)));
      }
    }
  }

  private static void add(Tx tx, int number, ThingId id, GroupId all, GroupId few) {
    var name = new ThingName(name(number));
    tx.things().insert(new Thing(id, name, configuration(number), 1, MADE_AT));
    tx.memberships().join(new Membership(all, id, name, number + 1L));
    if (number < FEW_THINGS) {
      tx.memberships().join(new Membership(few, id, name, number + 1L));
    }
  }

  private static ThingConfiguration configuration(int number) {
    var type = number % VALVE_EVERY == 0 ? "valve" : "pump";
    var attributes =
        Map.of("site", "site-" + number % SITES, "serial", "SN-" + Integer.toHexString(number));
    return new ThingConfiguration(
        Optional.of(new ThingTypeName(type)), new TreeMap<>(attributes), Optional.empty());
  }

  private static Group group(GroupId id, String name) {
    return new Group(id, new GroupName(name), Optional.empty(), "", new TreeMap<>(), 1, MADE_AT);
  }

  /** The ids of the first so many things, in name order. */
  List<ThingId> ids(int count) {
    return Stream.generate(order.ids()).limit(count).map(ThingId::new).toList();
  }

  /** Changes a store whose server is not running. */
  static void change(SqliteStore store, Consumer<Tx> changes) {
    store.transact(
        tx -> {
          changes.accept(tx);
          return true;
        });
  }
}
