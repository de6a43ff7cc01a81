package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.thing;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.fleet.Thing;
import errand.core.name.ThingName;
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
    var thing =
        new Thing(thingId(7), new ThingName("a:b_c-D"), Optional.of("pump"), attributes, 3, T0);

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
}
