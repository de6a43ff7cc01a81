package errand.server.store;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.group;
import static errand.core.app.StoreSamples.groupId;
import static errand.core.app.StoreSamples.thingId;

import com.sun.management.OperatingSystemMXBean;
import errand.core.app.FleetSearch;
import errand.core.app.Tx;
import errand.core.fleet.Connectivity;
import errand.core.fleet.Membership;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingConfiguration;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What the fleet index costs: making things with it, and searches among them. Run its main method;
 * arguments name the folder and how many things there are.
 */
final class SearchFigures {
  private static final int GROUP = 500;

  private final SqliteStore store;
  private final int things;

  private SearchFigures(SqliteStore store, int things) {
    this.store = store;
    this.things = things;
  }

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    boolean filled = Files.exists(folder.resolve("data"));
    try (SqliteStore store = SqliteStore.open(folder.resolve("data"))) {
      var figures = new SearchFigures(store, Integer.parseInt(arguments[1]));
      if (!filled) {
        figures.fill();
      }
      for (int round = 0; round < 2; round++) {
        figures.searches();
      }
    }
  }

  private void fill() {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long processor = system.getProcessCpuTime();
    long clock = System.nanoTime();
    inGroups((tx, n) -> tx.things().insert(equipped(n)));
    System.out.printf(
        "measured: making a thing: %.1f us processor, %.1f us clock%n",
        (system.getProcessCpuTime() - processor) / 1000.0 / things,
        (System.nanoTime() - clock) / 1000.0 / things);
    change(
        tx -> {
          tx.groups().insert(group("half", 1));
          tx.groups().insert(group("few", 2));
        });
    inGroups(
        (tx, n) -> {
          if (n % 2 == 0) {
            tx.memberships().join(new Membership(groupId(1), thingId(n), name(n), n + 1));
          }
          if (n % 50_000 == 0) {
            tx.memberships().join(new Membership(groupId(2), thingId(n), name(n), n + 1));
          }
        });
    processor = system.getProcessCpuTime();
    inGroups((tx, n) -> tx.presence().put(thingId(n), Connectivity.up(T0.plusMillis(n))));
    System.out.printf(
        "measured: writing a presence: %.1f us processor%n",
        (system.getProcessCpuTime() - processor) / 1000.0 / things);
  }

  private interface Each {
    void on(Tx tx, int n);
  }

  private void inGroups(Each each) {
    for (int from = 0; from < things; from += GROUP) {
      int first = from;
      change(
          tx -> {
            for (int n = first; n < Math.min(things, first + GROUP); n++) {
              each.on(tx, n);
            }
          });
    }
  }

  private void change(Consumer<Tx> changes) {
    store.transact(
        tx -> {
          changes.accept(tx);
          return true;
        });
  }

  private static ThingName name(int n) {
    return new ThingName("device-%07d".formatted(n));
  }

  private static Thing equipped(int n) {
    var attributes =
        new TreeMap<>(
            Map.of(
                "site", "site-" + n % 1_000,
                "firmware", "1.2." + n % 7,
                "serial", "SN-" + Integer.toHexString(n * 0x9e3779b9)));
    var type = new ThingTypeName(n % 10 == 0 ? "Valve" : "Pump");
    return new Thing(
        thingId(n),
        name(n),
        new ThingConfiguration(Optional.of(type), attributes, Optional.empty()),
        1,
        T0);
  }

  private void searches() {
    var search = new FleetSearch(store);
    for (String query :
        List.of(
            "*",
            "thingName:device-0500000",
            "thingName:DEVICE-05000*",
            "attributes.serial:SN-" + Integer.toHexString(777 * 0x9e3779b9),
            "attributes.site:site-7",
            "thingTypeName:pump",
            "thingGroupNames:half",
            "thingGroupNames:few AND thingTypeName:valve",
            "thingGroupNames:half AND attributes.site:site-8 AND attributes.firmware:1.2.3",
            "attributes.firmware:1.2.3 NOT thingGroupNames:half",
            "attributes.firmware>9",
            "nothing-like-this",
            "connectivity.connected:false",
            "connectivity.connected:true AND connectivity.timestamp<1800000000200",
            "thingGroupNames:half AND thingName:*zz")) {
      long clock = System.nanoTime();
      String found =
          search
              .search(query, Optional.empty(), 500)
              .fold(
                  page -> page.things().size() + (page.next().isPresent() ? "+" : ""),
                  String::valueOf);
      System.out.printf(
          "measured: %-80s %5s found, %.1f ms%n",
          query, found, (System.nanoTime() - clock) / 1_000_000.0);
    }
  }
}
