package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.thing;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.app.ThingRows.AttributePlace;
import errand.core.app.ThingRows.AttributeSearch;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingConfiguration;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@link ThingRows}. */
interface ThingRowsContract extends ContractedStore {
  @Test
  default void a_thing_comes_back_whole() {
    var attributes = new TreeMap<>(Map.of("site", "Köln \"1\"", "a", ""));
    var configuration =
        new ThingConfiguration(
            Optional.of(new ThingTypeName("pump")), attributes, Optional.of("north"));
    var thing = new Thing(thingId(7), new ThingName("a:b_c-D"), configuration, 3, T0);

    change(tx -> tx.things().insert(thing));

    assertFound(tx -> tx.things().find(thing.name())).contains(thing);
  }

  @Test
  default void an_unknown_thing_is_not_found() {
    assertFound(tx -> tx.things().find(new ThingName("t1"))).isEmpty();
  }

  @Test
  default void a_second_thing_of_a_name_is_refused() {
    change(tx -> tx.things().insert(thing("t1", 1)));

    assertThatThrownBy(() -> change(tx -> tx.things().insert(thing("t1", 2))))
        .isInstanceOf(IllegalStateException.class);
    assertFound(tx -> tx.things().find(new ThingName("t1"))).contains(thing("t1", 1));
  }

  @Test
  default void things_are_listed_in_name_order_after_a_name() {
    change(
        tx -> {
          for (String name : List.of("b", "B", "a:1", "_", "a", "-", "a-1", "0", "a_1")) {
            tx.things().insert(thing(name, name.hashCode()));
          }
        });

    assertThat(names(Optional.empty(), 100))
        .containsExactly("-", "0", "B", "_", "a", "a-1", "a:1", "a_1", "b");
    assertThat(names(Optional.of("a"), 2)).containsExactly("a-1", "a:1");
    assertThat(names(Optional.of("a0"), 1)).containsExactly("a:1");
    assertThat(names(Optional.of("b"), 100)).isEmpty();
  }

  private List<String> names(Optional<String> after, int limit) {
    return store().read(tx -> tx.things().list(after.map(ThingName::new), limit)).stream()
        .map(thing -> thing.name().text())
        .toList();
  }

  @Test
  default void a_thing_is_replaced_only_at_the_version_it_was_loaded_at() {
    var thing = typed("t1", 1, "pump", Map.of("site", "a", "old", "x"));
    var changed = thing.with(typed("t1", 1, "valve", Map.of("site", "b")).configuration());
    change(tx -> tx.things().insert(thing));

    assertThat(store().<Boolean>transact(tx -> tx.things().update(changed, 1))).isTrue();
    assertThat(store().<Boolean>transact(tx -> tx.things().update(changed, 1))).isFalse();
    assertThat(store().<Boolean>transact(tx -> tx.things().update(thing("t2", 2), 1))).isFalse();

    assertFound(tx -> tx.things().find(thing.name())).contains(changed);
    assertThat(ofType("pump", Optional.empty(), 9)).isEmpty();
    assertThat(ofType("valve", Optional.empty(), 9)).containsExactly("t1");
    assertThat(withAttribute("site", "a", Optional.empty(), 9)).isEmpty();
    assertThat(withAttribute("old", "x", Optional.empty(), 9)).isEmpty();
    assertThat(withAttribute("site", "b", Optional.empty(), 9)).containsExactly("t1");
  }

  @Test
  default void a_thing_taken_away_is_found_nowhere() {
    change(tx -> tx.things().insert(typed("t1", 1, "pump", Map.of("site", "a"))));

    assertThat(store().<Boolean>transact(tx -> tx.things().delete(new ThingName("t1")))).isTrue();
    assertThat(store().<Boolean>transact(tx -> tx.things().delete(new ThingName("t1")))).isFalse();

    assertFound(tx -> tx.things().find(new ThingName("t1"))).isEmpty();
    assertThat(ofType("pump", Optional.empty(), 9)).isEmpty();
    assertThat(withAttribute("site", "a", Optional.empty(), 9)).isEmpty();
  }

  @Test
  default void things_of_a_type_are_listed_in_name_order_after_a_name() {
    change(
        tx -> {
          tx.things().insert(typed("c", 1, "pump", Map.of()));
          tx.things().insert(typed("a", 2, "pump", Map.of()));
          tx.things().insert(typed("b", 3, "valve", Map.of()));
          tx.things().insert(thing("d", 4));
        });

    assertThat(ofType("pump", Optional.empty(), 1)).containsExactly("a");
    assertThat(ofType("pump", Optional.of("a"), 9)).containsExactly("c");
    assertThat(ofType("none", Optional.empty(), 9)).isEmpty();
  }

  @Test
  default void things_with_an_attribute_are_listed_by_its_value_and_their_names_after_a_place() {
    change(
        tx -> {
          tx.things().insert(typed("a", 1, "pump", Map.of("site", "x2", "other", "x")));
          tx.things().insert(typed("b", 2, "pump", Map.of("site", "x")));
          tx.things().insert(typed("c", 3, "pump", Map.of("site", "x2")));
          tx.things().insert(typed("d", 4, "pump", Map.of("site", "x1")));
          tx.things().insert(typed("e", 5, "pump", Map.of("site", "y")));
        });

    assertThat(withAttribute("site", "x", Optional.empty(), 9)).containsExactly("b");
    assertThat(withAttribute("site", "x2", Optional.empty(), 9)).containsExactly("a", "c");
    assertThat(withAttribute("site", "x2", place("x2", "a"), 9)).containsExactly("c");
    assertThat(withAttribute("site", "x2", place("x2", "c"), 9)).isEmpty();
    assertThat(withAttribute("site", "z", Optional.empty(), 9)).isEmpty();
    assertThat(withAttribute("site", "x*", Optional.empty(), 9))
        .containsExactly("b", "d", "a", "c");
    assertThat(withAttribute("site", "x*", place("x", "b"), 2)).containsExactly("d", "a");
    assertThat(withAttribute("site", "x*", place("x2", "a"), 9)).containsExactly("c");
    assertThat(withAttribute("site", "*", place("x2", "c"), 9)).containsExactly("e");
    assertThat(withAttribute("none", "*", Optional.empty(), 9)).isEmpty();
  }

  @Test
  default void values_of_attributes_are_told_apart_by_case_and_listed_as_if_they_were_not() {
    change(
        tx -> {
          tx.things().insert(typed("a", 1, "pump", Map.of("site", "B1")));
          tx.things().insert(typed("b", 2, "pump", Map.of("site", "a")));
          tx.things().insert(typed("c", 3, "pump", Map.of("site", "b1")));
          tx.things().insert(typed("d", 4, "pump", Map.of("site", "B2")));
        });

    assertThat(withAttribute("site", "b1", Optional.empty(), 9)).containsExactly("c");
    assertThat(withAttribute("site", "B1", Optional.empty(), 9)).containsExactly("a");
    assertThat(withAttribute("site", "B*", Optional.empty(), 9)).containsExactly("a", "d");
    assertThat(withAttribute("site", "B*", place("B1", "a"), 9)).containsExactly("d");
    assertThat(withAttribute("site", "*", Optional.empty(), 9)).containsExactly("b", "a", "c", "d");
  }

  private static Thing typed(String name, long id, String type, Map<String, String> attributes) {
    var configuration =
        new ThingConfiguration(
            Optional.of(new ThingTypeName(type)), new TreeMap<>(attributes), Optional.empty());
    return new Thing(thingId(id), new ThingName(name), configuration, 1, T0);
  }

  private static Optional<AttributePlace> place(String value, String thing) {
    return Optional.of(new AttributePlace(value, new ThingName(thing)));
  }

  private List<String> ofType(String type, Optional<String> after, int limit) {
    return store()
        .read(tx -> tx.things().ofType(new ThingTypeName(type), after.map(ThingName::new), limit))
        .stream()
        .map(thing -> thing.name().text())
        .toList();
  }

  // A star at the end looks for values that begin so.
  private List<String> withAttribute(
      String name, String value, Optional<AttributePlace> after, int limit) {
    boolean prefix = value.endsWith("*");
    var search =
        new AttributeSearch(name, prefix ? value.substring(0, value.length() - 1) : value, prefix);
    return store().read(tx -> tx.things().withAttribute(search, after, limit)).stream()
        .map(thing -> thing.name().text())
        .toList();
  }
}
