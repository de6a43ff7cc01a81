package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.forThings;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.ControlRefusal.Why;
import errand.core.app.ThingRows.AttributePlace;
import errand.core.app.ThingRows.AttributeSearch;
import errand.core.app.Things.TypeChange;
import errand.core.fleet.AttributeChange;
import errand.core.fleet.Tagged;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingConfiguration;
import errand.core.fleet.TypeProperties;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Things: control-plane 10.1. */
class ThingsTest {
  private static final ThingName PUMP = new ThingName("pump");
  private static final ThingTypeName TYPE = new ThingTypeName("Valve");
  private static final TypeChange KEEP = new TypeChange.Keep();

  private final Fleet fleet = new Fleet();
  private final Things things = fleet.things;

  private static SortedMap<String, String> pairs(String... names) {
    var pairs = new TreeMap<String, String>();
    for (String name : names) {
      pairs.put(name, "v");
    }
    return pairs;
  }

  private static SortedMap<String, String> pairs(int count) {
    return pairs(IntStream.range(0, count).mapToObj("n%03d"::formatted).toArray(String[]::new));
  }

  private static ThingConfiguration untyped(SortedMap<String, String> attributes) {
    return new ThingConfiguration(Optional.empty(), attributes, Optional.empty());
  }

  private static ThingConfiguration typed(SortedMap<String, String> attributes) {
    return new ThingConfiguration(Optional.of(TYPE), attributes, Optional.empty());
  }

  private void type() {
    given(fleet.thingTypes.create(TYPE, TypeProperties.NONE, new TreeMap<>()));
  }

  private static Things.Update update(TypeChange type, AttributeChange attributes) {
    return new Things.Update(type, attributes, OptionalLong.empty());
  }

  // Creating.

  @Test
  void a_thing_is_created_with_what_it_was_given() {
    type();
    var configuration = new ThingConfiguration(Optional.of(TYPE), pairs("a"), Optional.of("bills"));

    Thing thing = given(things.create(PUMP, configuration));

    assertThat(thing).isEqualTo(new Thing(thing.id(), PUMP, configuration, 1, T0));
    assertThat(given(things.describe(PUMP))).isEqualTo(thing);
  }

  @Test
  void creating_a_thing_again_with_the_same_configuration_gives_it_again() {
    Thing first = given(things.create(PUMP, untyped(pairs("a"))));
    fleet.pass(Duration.ofHours(1));

    assertThat(given(things.create(PUMP, untyped(pairs("a"))))).isEqualTo(first);
  }

  @Test
  void creating_a_thing_again_with_another_configuration_is_refused_and_names_the_one_there() {
    type();
    Thing first = given(things.create(PUMP, untyped(pairs("a"))));

    for (var other :
        List.of(
            ThingConfiguration.NONE,
            typed(pairs("a")),
            new ThingConfiguration(Optional.empty(), pairs("a"), Optional.of("bills")))) {
      assertThat(refused(things.create(PUMP, other)))
          .isEqualTo(
              new ControlRefusal(
                  Why.ALREADY_EXISTS,
                  "Thing pump already exists in account with different configuration",
                  Optional.of(first.id().toString())));
    }
    assertThat(given(things.describe(PUMP))).isEqualTo(first);
  }

  @Test
  void a_type_must_be_there_and_in_use() {
    assertThat(refused(things.create(PUMP, typed(pairs()))))
        .isEqualTo(new ControlRefusal(Why.NOT_FOUND, "Thing type Valve not found."));
    type();
    given(fleet.thingTypes.deprecate(TYPE));
    assertThat(refused(things.create(PUMP, typed(pairs()))).why()).isEqualTo(Why.INVALID);
  }

  @Test
  void a_thing_without_a_type_has_at_most_3_attributes_and_one_with_a_type_50() {
    type();
    var other = new ThingName("other");

    assertThat(refused(things.create(PUMP, untyped(pairs(4)))).why()).isEqualTo(Why.INVALID);
    assertThat(refused(things.create(PUMP, typed(pairs(51)))).why()).isEqualTo(Why.INVALID);
    given(things.create(PUMP, untyped(pairs(3))));
    given(things.create(other, typed(pairs(50))));

    var removal = update(new TypeChange.Remove(), new AttributeChange.Keep());
    assertThat(refused(things.update(other, removal)).why()).isEqualTo(Why.INVALID);
    var more = update(KEEP, new AttributeChange.Merge(pairs("more")));
    assertThat(refused(things.update(PUMP, more)).why()).isEqualTo(Why.INVALID);
  }

  @Test
  void the_attributes_of_a_thing_have_at_most_so_many_bytes() {
    var tight = new Fleet(Quotas.AWS.with(Quota.ATTRIBUTE_BYTES, 4));

    given(tight.things.create(PUMP, untyped(new TreeMap<>(Map.of("a", "b", "c", "d")))));
    assertThat(
            refused(
                tight.things.create(
                    new ThingName("other"), untyped(new TreeMap<>(Map.of("a", "bc", "d", "e"))))))
        .isEqualTo(
            new ControlRefusal(Why.INVALID, "The attributes of a thing can have at most 4 bytes."));
  }

  @Test
  void an_unknown_thing_is_not_found() {
    assertThat(refused(things.describe(PUMP)))
        .isEqualTo(new ControlRefusal(Why.NOT_FOUND, "Thing pump not found."));
    assertThat(refused(things.update(PUMP, update(KEEP, new AttributeChange.Keep()))).why())
        .isEqualTo(Why.NOT_FOUND);
  }

  // Updating.

  @Test
  void attributes_are_kept_replaced_or_merged() {
    given(things.create(PUMP, untyped(new TreeMap<>(Map.of("a", "1", "b", "2")))));

    given(things.update(PUMP, update(KEEP, new AttributeChange.Keep())));
    assertThat(given(things.describe(PUMP)).attributes()).isEqualTo(Map.of("a", "1", "b", "2"));

    var merge = new AttributeChange.Merge(new TreeMap<>(Map.of("a", "", "b", "3", "c", "4")));
    given(things.update(PUMP, update(KEEP, merge)));
    assertThat(given(things.describe(PUMP)).attributes()).isEqualTo(Map.of("b", "3", "c", "4"));

    var replace = new AttributeChange.Replace(new TreeMap<>(Map.of("d", "5", "e", "")));
    Thing last = given(things.update(PUMP, update(KEEP, replace)));
    assertThat(last.attributes()).isEqualTo(Map.of("d", "5"));
    assertThat(last.version()).isEqualTo(4);
    assertThat(given(things.describe(PUMP))).isEqualTo(last);
  }

  @Test
  void a_type_is_given_kept_though_deprecated_and_removed() {
    type();
    given(things.create(PUMP, ThingConfiguration.NONE));
    var give = update(new TypeChange.Give(TYPE), new AttributeChange.Keep());

    assertThat(given(things.update(PUMP, give)).typeName()).contains("Valve");
    given(fleet.thingTypes.deprecate(TYPE));
    assertThat(given(things.update(PUMP, give)).typeName()).contains("Valve");
    var remove = update(new TypeChange.Remove(), new AttributeChange.Keep());
    assertThat(given(things.update(PUMP, remove)).typeName()).isEmpty();
    assertThat(refused(things.update(PUMP, give)).why()).isEqualTo(Why.INVALID);
    var unknown = new TypeChange.Give(new ThingTypeName("none"));
    assertThat(refused(things.update(PUMP, update(unknown, new AttributeChange.Keep()))).why())
        .isEqualTo(Why.NOT_FOUND);
  }

  @Test
  void an_update_that_expects_another_version_is_refused_and_changes_nothing() {
    Thing thing = given(things.create(PUMP, ThingConfiguration.NONE));
    var change = new AttributeChange.Replace(pairs("a"));

    assertThat(refused(things.update(PUMP, new Things.Update(KEEP, change, OptionalLong.of(2)))))
        .isEqualTo(
            new ControlRefusal(
                Why.VERSION_CONFLICT,
                "The version for thing pump does not match the expected version."));
    assertThat(given(things.describe(PUMP))).isEqualTo(thing);
    assertThat(
            given(things.update(PUMP, new Things.Update(KEEP, change, OptionalLong.of(1))))
                .version())
        .isEqualTo(2);
  }

  // Deleting.

  @Test
  void a_deleted_thing_leaves_its_groups_and_loses_its_tags() {
    fleet.things("pump");
    fleet.group("site");
    fleet.join("site", "pump");
    var resource = new Tagged(Tagged.Kind.THING, "pump");
    given(fleet.tags.tag(resource, pairs("a")));

    assertThat(given(things.delete(PUMP, OptionalLong.of(1)))).isTrue();

    assertThat(refused(things.describe(PUMP)).why()).isEqualTo(Why.NOT_FOUND);
    fleet.things("pump");
    assertThat(given(fleet.tags.list(resource))).isEmpty();
    assertThat(given(fleet.members.of(new GroupName("site"), Optional.empty(), 9)).items())
        .isEmpty();
    assertThat(given(fleet.members.groupsOf(PUMP, Optional.empty(), 9)).items()).isEmpty();
  }

  @Test
  void deleting_a_thing_that_is_not_there_is_no_error() {
    assertThat(given(things.delete(PUMP, OptionalLong.empty()))).isFalse();
    assertThat(given(things.delete(PUMP, OptionalLong.of(7)))).isFalse();
  }

  @Test
  void a_thing_of_another_version_or_with_a_principal_is_not_deleted() {
    fleet.things("pump");
    Thing thing = given(things.describe(PUMP));
    fleet.store.transact(
        tx -> {
          tx.certificates().attach("c1", thing.id());
          return true;
        });

    assertThat(refused(things.delete(PUMP, OptionalLong.of(2))).why())
        .isEqualTo(Why.VERSION_CONFLICT);
    assertThat(refused(things.delete(PUMP, OptionalLong.empty())))
        .isEqualTo(
            new ControlRefusal(
                Why.INVALID,
                "Cannot delete. Thing pump is still attached to one or more principals"));
    given(things.describe(PUMP));
  }

  @Test
  void what_a_deleted_thing_had_not_finished_is_removed() {
    fleet.things("pump", "other");
    fleet.rollOut(forThings("j1", "pump", "other"));
    fleet.owed();

    given(things.delete(PUMP, OptionalLong.empty()));

    assertThat(fleet.owed()).containsExactly("pump list next []");
    fleet.checkCounters();
  }

  // Lists.

  @Test
  void things_are_listed_by_name_in_pages() {
    fleet.things("c", "a", "d", "b");

    assertThat(names(things.list(Optional.empty(), 3))).containsExactly("a", "b", "c", "...");
    assertThat(names(things.list(Optional.of(new ThingName("c")), 3))).containsExactly("d");
    assertThat(names(things.list(Optional.empty(), 4))).containsExactly("a", "b", "c", "d");
  }

  @Test
  void things_are_listed_by_type_or_attribute_in_pages() {
    type();
    fleet.things("x");
    for (String name : List.of("c", "a", "b")) {
      given(things.create(new ThingName(name), typed(new TreeMap<>(Map.of("site", "s" + name)))));
    }
    var search = new AttributeSearch("site", "s", true);

    assertThat(names(things.list(TYPE, Optional.empty(), 2))).containsExactly("a", "b", "...");
    assertThat(names(things.list(TYPE, Optional.of(new ThingName("b")), 2))).containsExactly("c");
    assertThat(names(things.list(search, Optional.empty(), 2))).containsExactly("a", "b", "...");
    var after = new AttributePlace("sb", new ThingName("b"));
    assertThat(names(things.list(search, Optional.of(after), 2))).containsExactly("c");
  }

  // Three dots say that there is more.
  private static List<String> names(Page<Thing> page) {
    var names = new ArrayList<String>();
    page.items().forEach(thing -> names.add(thing.name().text()));
    if (page.more()) {
      names.add("...");
    }
    return names;
  }
}
