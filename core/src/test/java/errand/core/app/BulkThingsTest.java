package errand.core.app;

import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.BulkThings.MissingGroups;
import errand.core.app.BulkThings.Row;
import errand.core.app.ControlRefusal.Why;
import errand.core.fleet.ThingConfiguration;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Importing and exporting things. */
class BulkThingsTest {
  private static final ThingName PUMP = new ThingName("pump");

  private final Fleet fleet = new Fleet();
  private final BulkThings bulk = fleet.bulk;

  private static Row row(String name, Map<String, String> attributes, String... groups) {
    var configuration =
        new ThingConfiguration(Optional.empty(), new TreeMap<>(attributes), Optional.empty());
    return new Row(
        new ThingName(name), configuration, Stream.of(groups).map(GroupName::new).toList());
  }

  private List<String> groupsOf(ThingName thing) {
    return given(fleet.members.groupsOf(thing, Optional.empty(), 100)).items().stream()
        .map(group -> group.name().text())
        .toList();
  }

  @Test
  void a_row_makes_a_thing_that_is_in_its_groups() {
    fleet.group("north");
    fleet.group("pumps");

    given(bulk.bring(row("pump", Map.of("site", "n"), "pumps", "north"), MissingGroups.REFUSED));

    assertThat(given(fleet.things.describe(PUMP)).attributes()).isEqualTo(Map.of("site", "n"));
    assertThat(groupsOf(PUMP)).containsExactly("north", "pumps");
  }

  @Test
  void a_row_brought_again_changes_nothing_and_joins_what_is_new() {
    var first = given(bulk.bring(row("pump", Map.of("a", "1"), "x"), MissingGroups.CREATED));

    var again = given(bulk.bring(row("pump", Map.of("a", "1"), "x", "y"), MissingGroups.CREATED));

    assertThat(again).isEqualTo(first);
    assertThat(groupsOf(PUMP)).containsExactly("x", "y");
  }

  @Test
  void a_thing_that_is_there_with_another_configuration_is_refused_and_joins_nothing() {
    fleet.things("pump");

    var answer = bulk.bring(row("pump", Map.of("a", "1"), "x"), MissingGroups.CREATED);

    assertThat(refused(answer).why()).isEqualTo(Why.ALREADY_EXISTS);
    assertThat(groupsOf(PUMP)).isEmpty();
    assertThat(refused(fleet.groups.describe(new GroupName("x"))).why()).isEqualTo(Why.NOT_FOUND);
  }

  @Test
  void a_missing_group_is_refused_unless_it_may_be_made_and_then_there_is_no_thing_either() {
    assertThat(refused(bulk.bring(row("pump", Map.of(), "x"), MissingGroups.REFUSED)))
        .isEqualTo(new ControlRefusal(Why.NOT_FOUND, "Thing group x not found."));
    assertThat(refused(fleet.things.describe(PUMP)).why()).isEqualTo(Why.NOT_FOUND);

    given(bulk.bring(row("pump", Map.of(), "x"), MissingGroups.CREATED));
    assertThat(given(fleet.groups.describe(new GroupName("x"))).group().parent()).isEmpty();
  }

  @Test
  void too_many_groups_leave_neither_the_thing_nor_the_groups_made_for_it() {
    String[] eleven = Fleet.names(11).toArray(String[]::new);

    var answer = bulk.bring(row("pump", Map.of(), eleven), MissingGroups.CREATED);

    assertThat(refused(answer).why()).isEqualTo(Why.INVALID);
    assertThat(refused(fleet.things.describe(PUMP)).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(refused(fleet.groups.describe(new GroupName("t001"))).why())
        .isEqualTo(Why.NOT_FOUND);
  }

  @Test
  void the_rules_of_things_hold() {
    var four = Map.of("a", "1", "b", "2", "c", "3", "d", "4");
    var typed =
        new ThingConfiguration(
            Optional.of(new ThingTypeName("Valve")), new TreeMap<>(), Optional.empty());

    assertThat(refused(bulk.bring(row("pump", four), MissingGroups.REFUSED)).why())
        .isEqualTo(Why.INVALID);
    assertThat(refused(bulk.bring(new Row(PUMP, typed, List.of()), MissingGroups.REFUSED)).why())
        .isEqualTo(Why.NOT_FOUND);
  }

  @Test
  void what_is_listed_can_be_brought_to_another_fleet() {
    var rows = new ArrayList<Row>();
    for (String name : Fleet.names(7)) {
      rows.add(row(name, Map.of("a", name), "g", "h"));
      given(bulk.bring(rows.getLast(), MissingGroups.CREATED));
    }

    Page<Row> first = bulk.list(Optional.empty(), 5);
    Page<Row> second = bulk.list(Optional.of(first.items().getLast().name()), 5);

    assertThat(first.more()).isTrue();
    assertThat(second.more()).isFalse();
    assertThat(Stream.concat(first.items().stream(), second.items().stream()))
        .containsExactlyElementsOf(rows);
  }
}
