package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.ControlRefusal.Why;
import errand.core.fleet.Tagged;
import errand.core.fleet.ThingConfiguration;
import errand.core.fleet.ThingType;
import errand.core.fleet.TypeProperties;
import errand.core.fleet.TypeProperties.Propagating;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Thing types: control-plane 10.1. */
class ThingTypesTest {
  private static final ThingTypeName NAME = new ThingTypeName("Valve");
  private static final SortedMap<String, String> NO_TAGS = new TreeMap<>();

  private final Fleet fleet = new Fleet();
  private final ThingTypes types = fleet.thingTypes;

  private static TypeProperties searchable(String... names) {
    return new TypeProperties("", List.of(names), Optional.empty());
  }

  @Test
  void a_type_is_created_with_what_it_was_given() {
    var properties = new TypeProperties("Valves", List.of("a", "b"), Optional.empty());

    ThingType type = given(types.create(NAME, properties, new TreeMap<>(Map.of("k", "v"))));

    assertThat(type).isEqualTo(new ThingType(type.id(), NAME, properties, Optional.empty(), T0));
    assertThat(given(types.describe(NAME))).isEqualTo(type);
    assertThat(given(fleet.tags.list(new Tagged(Tagged.Kind.THING_TYPE, "Valve"))))
        .isEqualTo(Map.of("k", "v"));
  }

  @Test
  void creating_a_type_again_gives_it_again_or_is_refused_when_it_differs() {
    ThingType first = given(types.create(NAME, searchable("a"), NO_TAGS));
    fleet.pass(Duration.ofHours(1));

    assertThat(given(types.create(NAME, searchable("a"), NO_TAGS))).isEqualTo(first);
    ControlRefusal refusal = refused(types.create(NAME, searchable("b"), NO_TAGS));
    assertThat(refusal.why()).isEqualTo(Why.ALREADY_EXISTS);
    assertThat(refusal.resource()).contains(first.id().toString());
  }

  @Test
  void a_type_has_at_most_3_searchable_attributes() {
    given(types.create(NAME, searchable("a", "b", "c"), NO_TAGS));

    assertThat(
            refused(types.create(new ThingTypeName("x"), searchable("a", "b", "c", "d"), NO_TAGS)))
        .isEqualTo(
            new ControlRefusal(
                Why.INVALID, "A thing type can have at most 3 searchable attributes."));
  }

  @Test
  void an_unknown_type_is_not_found() {
    var none = new ControlRefusal(Why.NOT_FOUND, "Thing type Valve not found.");

    assertThat(refused(types.describe(NAME))).isEqualTo(none);
    assertThat(refused(types.update(NAME, List.of()))).isEqualTo(none);
    assertThat(refused(types.deprecate(NAME))).isEqualTo(none);
    assertThat(refused(types.restore(NAME))).isEqualTo(none);
    assertThat(refused(types.delete(NAME))).isEqualTo(none);
  }

  @Test
  void an_update_changes_what_is_added_to_messages_and_nothing_else() {
    ThingType before = given(types.create(NAME, searchable("a"), NO_TAGS));
    var propagating =
        List.of(new Propagating(Optional.of("k"), Optional.of("a"), Optional.empty()));

    given(types.update(NAME, propagating));

    assertThat(given(types.describe(NAME)))
        .isEqualTo(before.with(before.properties().with(propagating)));
  }

  @Test
  void a_type_is_deprecated_since_the_first_time_and_may_be_taken_up_again() {
    ThingType before = given(types.create(NAME, TypeProperties.NONE, NO_TAGS));
    fleet.pass(Duration.ofHours(1));

    given(types.deprecate(NAME));
    fleet.pass(Duration.ofHours(1));
    given(types.deprecate(NAME));

    assertThat(given(types.describe(NAME)))
        .isEqualTo(before.deprecate(T0.plus(Duration.ofHours(1))));
    given(types.restore(NAME));
    given(types.restore(NAME));
    assertThat(given(types.describe(NAME))).isEqualTo(before);
  }

  @Test
  void a_type_is_deleted_with_its_tags_only_when_it_is_deprecated_and_no_thing_has_it() {
    var pump = new ThingName("pump");
    given(types.create(NAME, TypeProperties.NONE, new TreeMap<>(Map.of("k", "v"))));
    given(fleet.things.create(pump, ThingConfiguration.NONE.typed(Optional.of(NAME))));

    assertThat(refused(types.delete(NAME)).why()).isEqualTo(Why.INVALID);
    given(types.deprecate(NAME));
    assertThat(refused(types.delete(NAME)).why()).isEqualTo(Why.INVALID);
    given(fleet.things.delete(pump, OptionalLong.empty()));
    given(types.delete(NAME));

    assertThat(refused(types.describe(NAME)).why()).isEqualTo(Why.NOT_FOUND);
    given(types.create(NAME, TypeProperties.NONE, NO_TAGS));
    assertThat(given(fleet.tags.list(new Tagged(Tagged.Kind.THING_TYPE, "Valve")))).isEmpty();
  }

  @Test
  void types_are_listed_by_how_their_names_begin_in_pages() {
    for (String name : List.of("pc", "pa", "q", "pb")) {
      given(types.create(new ThingTypeName(name), TypeProperties.NONE, NO_TAGS));
    }

    Page<ThingType> first = types.list("p", Optional.empty(), 2);
    Page<ThingType> second = types.list("p", Optional.of(new ThingTypeName("pb")), 2);

    assertThat(first.items()).extracting(type -> type.name().text()).containsExactly("pa", "pb");
    assertThat(first.more()).isTrue();
    assertThat(second.items()).extracting(type -> type.name().text()).containsExactly("pc");
    assertThat(second.more()).isFalse();
  }
}
