package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.group;
import static errand.core.app.StoreSamples.groupId;
import static errand.core.app.StoreSamples.member;
import static errand.core.app.StoreSamples.thing;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.fleet.Connectivity;
import errand.core.fleet.DisconnectReason;
import errand.core.fleet.DynamicGroup;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingConfiguration;
import errand.core.fleet.query.IndexedThing;
import errand.core.fleet.query.Query;
import errand.core.fleet.query.QueryLimits;
import errand.core.fleet.query.QueryParse;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@link SearchRows}, {@link PresenceRows} and {@link DynamicGroupRows}. */
interface SearchRowsContract extends ContractedStore {
  List<String> NAMES = List.of("DEV-1", "Dev-2", "dEV", "dev-1", "dev-10", "dev-2", "dew-1", "x");

  @Test
  default void a_thing_is_found_with_its_groups_and_its_presence() {
    var up = Connectivity.up(T0);
    change(
        tx -> {
          tx.things().insert(thing("t1", 1));
          tx.groups().insert(group("b", 2));
          tx.groups().insert(group("a", 1));
          tx.groups().insert(group("c", 3));
          tx.memberships().join(member(1, "t1", 1));
          tx.memberships().join(member(2, "t1", 1));
          tx.presence().put(thingId(1), up);
        });

    var expected =
        new IndexedThing(
            thing("t1", 1), List.of(new GroupName("a"), new GroupName("b")), Optional.of(up));
    assertFound(tx -> tx.search().find(new ThingName("t1"))).contains(expected);
    assertFound(tx -> tx.search().find(thingId(1))).contains(expected);
    assertFound(tx -> tx.search().find(thingId(2))).isEmpty();
  }

  @Test
  default void candidates_that_match_are_those_that_match_among_all() {
    fillFleet();

    for (String query :
        List.of(
            "*",
            "thingName:dev-1",
            "thingName:DEV*",
            "thingName:dev-*",
            "thingName:nothing*",
            "thingTypeName:pump",
            "thingTypeName:valve",
            "thingGroupNames:Berlin",
            "thingGroupNames:paris",
            "attributes.site:hall-4",
            "attributes.Site:hall-4",
            "attributes.site:hall-4 thingTypeName:PUMP",
            "attributes.site:hall-4 thingGroupNames:berlin thingName:d*",
            "attributes.site:hall-4 thingName:dev-10",
            "attributes.site:hall-4 NOT attributes.n:3",
            "attributes.n:1 attributes.n:2",
            "connectivity.connected:true")) {
      List<String> expected = matching(query, "*", NAMES.size() + 1);
      assertThat(matching(query, query, 100)).as(query).isEqualTo(expected);
      assertThat(matching(query, query, 1)).as(query + " one by one").isEqualTo(expected);
      assertThat(matching(query, query, 2)).as(query + " by two").isEqualTo(expected);
    }
  }

  private void fillFleet() {
    change(
        tx -> {
          tx.groups().insert(group("berlin", 1));
          tx.groups().insert(group("BERLIN", 2));
          for (int n = 0; n < NAMES.size(); n++) {
            tx.things().insert(equipped(NAMES.get(n), n));
            if (n % 3 != 2) {
              tx.memberships().join(member(1 + n % 3, NAMES.get(n), n));
            }
          }
          tx.presence().put(thingId(3), Connectivity.up(T0));
        });
  }

  private static Thing equipped(String name, int n) {
    var attributes =
        new TreeMap<>(Map.of("site", n % 2 == 0 ? "Hall-4" : "hall-5", "n", String.valueOf(n)));
    var type = n == 5 ? Optional.<String>empty() : Optional.of(n < 4 ? "Pump" : "pump");
    var configuration =
        new ThingConfiguration(type.map(ThingTypeName::new), attributes, Optional.empty());
    return new Thing(thingId(n), new ThingName(name), configuration, 1, T0);
  }

  private List<String> matching(String query, String narrowedBy, int page) {
    var found = new ArrayList<String>();
    Optional<ThingName> after = Optional.empty();
    while (true) {
      Optional<ThingName> from = after;
      List<IndexedThing> candidates =
          store().read(tx -> tx.search().candidates(parsed(narrowedBy).narrowing(), from, page));
      candidates.stream()
          .filter(parsed(query)::matches)
          .forEach(each -> found.add(each.thing().name().text()));
      if (candidates.size() < page) {
        return found;
      }
      after = Optional.of(candidates.getLast().thing().name());
    }
  }

  private static Query parsed(String text) {
    return switch (Query.parse(text, QueryLimits.SEARCH)) {
      case QueryParse.Ok(var query) -> query;
      case QueryParse.Malformed(_, var message) -> throw new AssertionError(message);
    };
  }

  @Test
  default void presence_is_the_latest_told() {
    var down = Connectivity.down(T0.plusSeconds(1), DisconnectReason.CONNECTION_LOST);
    change(tx -> tx.presence().put(thingId(1), Connectivity.up(T0)));
    change(tx -> tx.presence().put(thingId(1), down));

    assertFound(tx -> tx.presence().find(thingId(1))).contains(down);

    change(tx -> tx.presence().remove(thingId(1)));
    change(tx -> tx.presence().remove(thingId(1)));

    assertFound(tx -> tx.presence().find(thingId(1))).isEmpty();
  }

  @Test
  default void connected_things_are_listed_by_id() {
    change(
        tx -> {
          for (int n : List.of(5, 3, 1, 4)) {
            tx.presence().put(thingId(n), Connectivity.up(T0));
          }
          var down = Connectivity.down(T0, DisconnectReason.SERVER_ERROR);
          tx.presence().put(thingId(2), down);
        });

    assertListed(tx -> tx.presence().connected(Optional.empty(), 3))
        .containsExactly(thingId(1), thingId(3), thingId(4));
    assertListed(tx -> tx.presence().connected(Optional.of(thingId(4)), 3))
        .containsExactly(thingId(5));
  }

  @Test
  default void dynamic_groups_are_kept_until_removed() {
    var b = DynamicGroup.begun(groupId(1), new GroupName("b"), "thingName:a*");
    var a = DynamicGroup.begun(groupId(2), new GroupName("a"), "*");
    change(
        tx -> {
          tx.dynamicGroups().put(b);
          tx.dynamicGroups().put(a);
        });
    DynamicGroup later = b.asking("thingName:b*").past(new ThingName("t7"));
    change(tx -> tx.dynamicGroups().put(later));

    assertListed(tx -> tx.dynamicGroups().all()).containsExactly(a, later);
    assertFound(tx -> tx.dynamicGroups().find(groupId(1))).contains(later);

    change(tx -> tx.dynamicGroups().remove(groupId(1)));

    assertListed(tx -> tx.dynamicGroups().all()).containsExactly(a);
  }
}
