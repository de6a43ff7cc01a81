package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.fleet.ThingType;
import errand.core.fleet.TypeProperties;
import errand.core.name.ThingTypeName;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@link ThingTypeRows}. */
interface ThingTypeRowsContract extends ContractedStore {
  @Test
  default void a_thing_type_comes_back_whole_and_may_be_replaced_and_taken_away() {
    var propagating =
        new TypeProperties.Propagating(Optional.of("k"), Optional.of("a"), Optional.empty());
    var type =
        new ThingType(
            new UUID(1, 2),
            new ThingTypeName("pump"),
            new TypeProperties(
                "Pumps \"all\"", List.of("b", "a"), Optional.of(List.of(propagating))),
            Optional.empty(),
            T0);

    change(tx -> tx.thingTypes().insert(type));
    assertFound(tx -> tx.thingTypes().find(type.name())).contains(type);

    change(tx -> tx.thingTypes().update(type.deprecate(T0)));
    assertFound(tx -> tx.thingTypes().find(type.name())).contains(type.deprecate(T0));

    assertThat(store().<Boolean>transact(tx -> tx.thingTypes().delete(type.name()))).isTrue();
    assertThat(store().<Boolean>transact(tx -> tx.thingTypes().delete(type.name()))).isFalse();
    assertFound(tx -> tx.thingTypes().find(type.name())).isEmpty();
  }

  @Test
  default void a_second_thing_type_of_a_name_and_the_update_of_none_are_refused() {
    assertThatThrownBy(() -> change(tx -> tx.thingTypes().update(plain("pump"))))
        .isInstanceOf(IllegalStateException.class);

    change(tx -> tx.thingTypes().insert(plain("pump")));

    assertThatThrownBy(() -> change(tx -> tx.thingTypes().insert(plain("pump"))))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void thing_types_are_listed_by_how_their_names_begin_in_name_order_after_a_name() {
    change(
        tx -> List.of("pb", "Pa", "pa", "q", "p").forEach(n -> tx.thingTypes().insert(plain(n))));

    assertThat(names("", Optional.empty(), 3)).containsExactly("Pa", "p", "pa");
    assertThat(names("p", Optional.empty(), 9)).containsExactly("p", "pa", "pb");
    assertThat(names("p", Optional.of("p"), 1)).containsExactly("pa");
    assertThat(names("x", Optional.empty(), 9)).isEmpty();
  }

  private static ThingType plain(String name) {
    return new ThingType(
        new UUID(3, name.hashCode()),
        new ThingTypeName(name),
        TypeProperties.NONE,
        Optional.empty(),
        T0);
  }

  private List<String> names(String prefix, Optional<String> after, int limit) {
    return store()
        .read(tx -> tx.thingTypes().list(prefix, after.map(ThingTypeName::new), limit))
        .stream()
        .map(type -> type.name().text())
        .toList();
  }
}
