package errand.core.app;

import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.fleet.AttributeChange;
import errand.core.fleet.EventType;
import errand.core.fleet.FleetEvent;
import errand.core.fleet.ThingConfiguration;
import errand.core.fleet.TypeProperties;
import errand.core.job.Event;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is told of the registry: control-plane 8.3. */
class FleetEventsTest {
  private static final ThingName PUMP = new ThingName("pump");

  private final Fleet fleet = new Fleet();

  private void turn(boolean on) {
    var chosen = new EnumMap<EventType, Boolean>(EventType.class);
    for (EventType type : EventType.values()) {
      chosen.put(type, on);
    }
    fleet.account.choose(chosen);
  }

  /** Takes what is owed, each as a line such as {@code THING CREATED pump}. */
  private List<String> told() {
    return fleet.store.transact(
        tx -> {
          var owed = tx.events().take(0, 1000);
          owed.forEach(each -> tx.events().removeUpTo(each.number()));
          return owed.stream().map(each -> line(((Event.OfFleet) each.event()).what())).toList();
        });
  }

  private static String line(FleetEvent event) {
    return event.type() + " " + event.operation() + " " + event.subject();
  }

  @Test
  void nothing_is_told_until_it_is_turned_on() {
    fleet.things("pump");
    assertThat(told()).isEmpty();

    turn(true);
    turn(false);
    fleet.group("plant");
    assertThat(told()).isEmpty();
  }

  @Test
  void the_life_of_a_thing_and_of_its_type_is_told() {
    turn(true);
    var type = new ThingTypeName("kind");
    given(fleet.thingTypes.create(type, TypeProperties.NONE, new TreeMap<>()));
    var typed = new ThingConfiguration(Optional.of(type), new TreeMap<>(), Optional.empty());
    given(fleet.things.create(PUMP, typed));
    given(fleet.things.create(PUMP, typed));
    assertThat(told())
        .containsExactly(
            "THING_TYPE CREATED kind", "THING CREATED pump", "THING_TYPE_ASSOCIATION ADDED pump");

    var keep =
        new Things.Update(
            new Things.TypeChange.Keep(), new AttributeChange.Keep(), OptionalLong.empty());
    var remove =
        new Things.Update(
            new Things.TypeChange.Remove(), new AttributeChange.Keep(), OptionalLong.empty());
    given(fleet.things.update(PUMP, keep));
    given(fleet.things.update(PUMP, remove));
    given(fleet.thingTypes.deprecate(type));
    given(fleet.thingTypes.delete(type));
    given(fleet.things.delete(PUMP, OptionalLong.empty()));
    assertThat(told())
        .containsExactly(
            "THING UPDATED pump",
            "THING UPDATED pump",
            "THING_TYPE_ASSOCIATION REMOVED pump",
            "THING_TYPE UPDATED kind",
            "THING_TYPE DELETED kind",
            "THING DELETED pump");
  }

  @Test
  void the_life_of_groups_their_hierarchy_and_their_members_is_told() {
    turn(true);
    fleet.things("pump", "valve");
    fleet.group("plant");
    fleet.groupBelow("plant", "line");
    told();

    fleet.join("line", "pump", "valve");
    fleet.join("line", "pump");
    fleet.leave("line", "pump");
    given(fleet.things.delete(new ThingName("valve"), OptionalLong.empty()));
    given(fleet.groups.delete(new GroupName("line"), OptionalLong.empty()));
    assertThat(told())
        .containsExactly(
            "THING_GROUP_MEMBERSHIP ADDED pump",
            "THING_GROUP_MEMBERSHIP ADDED valve",
            "THING_GROUP_MEMBERSHIP REMOVED pump",
            "THING_GROUP_MEMBERSHIP REMOVED valve",
            "THING DELETED valve",
            "THING_GROUP DELETED line",
            "THING_GROUP_HIERARCHY REMOVED line");
  }

  @Test
  void what_is_refused_is_not_told() {
    turn(true);
    fleet.group("plant");
    fleet.groupBelow("plant", "line");
    assertThat(told())
        .containsExactly(
            "THING_GROUP CREATED plant",
            "THING_GROUP CREATED line",
            "THING_GROUP_HIERARCHY ADDED line");

    refused(fleet.groups.delete(new GroupName("plant"), OptionalLong.empty()));

    assertThat(told()).isEmpty();
  }
}
