package errand.core.app;

import static errand.core.app.Fleet.continuous;
import static errand.core.app.Fleet.forGroups;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.ControlRefusal.Why;
import errand.core.app.Members.Names;
import errand.core.app.Members.Spread;
import errand.core.fleet.Group;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Who is in which group: control-plane 10.2. */
class MembersTest {
  private static final ThingName PUMP = new ThingName("pump");
  private static final GroupName SITE = new GroupName("site");

  private final Fleet fleet = new Fleet();
  private final Members members = fleet.members;

  @Test
  void joining_and_leaving_may_be_repeated() {
    fleet.things("pump");
    fleet.group("site");

    given(members.add(PUMP, SITE));
    assertThat(names(given(members.add(PUMP, SITE)))).containsExactly("site");
    assertThat(given(members.of(SITE, Optional.empty(), 9)).items()).containsExactly(PUMP);
    given(members.remove(PUMP, SITE));
    assertThat(given(members.remove(PUMP, SITE))).isEmpty();
    assertThat(given(members.of(SITE, Optional.empty(), 9)).items()).isEmpty();
  }

  @Test
  void joining_and_leaving_need_a_thing_and_a_group() {
    fleet.things("pump");
    fleet.group("site");
    var nobody = new ThingName("nobody");
    var nowhere = new GroupName("nowhere");

    assertThat(refused(members.add(nobody, SITE)).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(refused(members.add(PUMP, nowhere)).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(refused(members.remove(nobody, SITE)).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(refused(members.remove(PUMP, nowhere)).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(refused(members.of(nowhere, Optional.empty(), 9)).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(refused(members.below(nowhere, Optional.empty(), 9)).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(refused(members.groupsOf(nobody, Optional.empty(), 9)).why())
        .isEqualTo(Why.NOT_FOUND);
  }

  @Test
  void a_thing_is_in_at_most_10_groups() {
    fleet.things("pump");
    for (int group = 1; group <= 11; group++) {
      fleet.group("g" + group);
    }
    for (int group = 1; group <= 10; group++) {
      fleet.join("g" + group, "pump");
    }
    var eleventh = new GroupName("g11");

    assertThat(refused(members.add(PUMP, eleventh)).why()).isEqualTo(Why.INVALID);
    given(members.add(PUMP, new GroupName("g10")));
    var swap = new Names(List.of(new GroupName("g1")), List.of(eleventh));
    assertThat(given(members.update(PUMP, swap))).hasSize(10);
  }

  @Test
  void a_thing_is_in_one_group_of_a_hierarchy() {
    fleet.things("pump");
    fleet.group("site");
    fleet.groupBelow("site", "hall");
    fleet.groupBelow("site", "yard");
    fleet.groupBelow("hall", "room");
    fleet.join("hall", "pump");

    for (String other : List.of("site", "yard", "room")) {
      assertThat(refused(members.add(PUMP, new GroupName(other))).why()).isEqualTo(Why.INVALID);
    }
    var move = new Names(List.of(new GroupName("hall")), List.of(new GroupName("yard")));
    assertThat(names(given(members.update(PUMP, move)))).containsExactly("yard");
  }

  @Test
  void an_update_is_made_as_a_whole_or_not_at_all() {
    fleet.things("pump");
    for (String name : List.of("a", "b", "c")) {
      fleet.group(name);
    }
    fleet.join("a", "pump");
    fleet.join("b", "pump");
    var leave = List.of(new GroupName("a"), new GroupName("c"));

    var unknown = new Names(leave, List.of(new GroupName("none")));
    assertThat(refused(members.update(PUMP, unknown)).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(groupsOf()).containsExactly("a", "b");

    given(members.update(PUMP, new Names(leave, List.of(new GroupName("c")))));
    assertThat(groupsOf()).containsExactly("b", "c");
  }

  @Test
  void members_of_a_group_itself_are_listed_by_name_in_pages() {
    fleet.things("c", "a", "b", "x");
    fleet.group("site");
    fleet.groupBelow("site", "hall");
    fleet.join("site", "c", "a", "b");
    fleet.join("hall", "x");

    var first = given(members.of(SITE, Optional.empty(), 2));
    var second = given(members.of(SITE, Optional.of(new ThingName("b")), 2));

    assertThat(first).isEqualTo(new Page<>(List.of(new ThingName("a"), new ThingName("b")), true));
    assertThat(second).isEqualTo(new Page<>(List.of(new ThingName("c")), false));
  }

  @Test
  void things_of_a_hierarchy_are_listed_group_after_group_whatever_the_length_of_the_page() {
    fleet.things("t1", "t2", "t3", "t4", "t5", "t6");
    fleet.group("site");
    fleet.groupBelow("site", "a");
    fleet.groupBelow("site", "empty");
    fleet.groupBelow("a", "z");
    fleet.join("site", "t3", "t1");
    fleet.join("a", "t6", "t2");
    fleet.join("z", "t5", "t4");

    for (int length = 1; length <= 7; length++) {
      assertThat(below(SITE, length)).containsExactly("t2", "t6", "t1", "t3", "t4", "t5");
    }
    assertThat(below(new GroupName("a"), 9)).containsExactly("t2", "t6", "t4", "t5");
  }

  @Test
  void a_page_looks_at_a_bounded_number_of_groups() {
    fleet.things("t1");
    fleet.group("site");
    fleet.groupBelow("site", "lower");
    for (int group = 0; group < 99; group++) {
      fleet.groupBelow("site", "a" + group);
      fleet.groupBelow("lower", "b" + group);
    }
    fleet.join("site", "t1");

    Spread first = given(members.below(SITE, Optional.empty(), 9));

    assertThat(first.things()).isEmpty();
    assertThat(first.next()).isPresent();
    assertThat(below(SITE, 9)).containsExactly("t1");
  }

  @Test
  void groups_of_a_thing_are_listed_in_pages() {
    fleet.things("pump");
    for (String name : List.of("c", "a", "b")) {
      fleet.group(name);
      fleet.join(name, "pump");
    }

    var first = given(members.groupsOf(PUMP, Optional.empty(), 2));
    var second = given(members.groupsOf(PUMP, Optional.of(new GroupName("b")), 2));

    assertThat(names(first.items())).containsExactly("a", "b");
    assertThat(first.more()).isTrue();
    assertThat(names(second.items())).containsExactly("c");
    assertThat(second.more()).isFalse();
  }

  // What a continuous job owes.

  @Test
  void a_thing_that_joins_gets_the_continuous_job_and_loses_it_when_it_leaves() {
    fleet.things("pump");
    fleet.group("site");
    fleet.groupBelow("site", "hall");
    fleet.rollOut(continuous(forGroups("j1", "site")));

    fleet.join("hall", "pump");
    assertThat(fleet.owed()).containsExactly("pump list next [j1/1 QUEUED]");
    fleet.leave("hall", "pump");
    assertThat(fleet.owed()).containsExactly("pump list next []");
    fleet.checkCounters();
  }

  @Test
  void members_of_a_deleted_group_lose_the_continuous_job() {
    fleet.things("pump");
    fleet.group("site");
    fleet.join("site", "pump");
    fleet.rollOut(continuous(forGroups("j1", "site")));
    fleet.owed();

    given(fleet.groups.delete(SITE, OptionalLong.empty()));
    fleet.beat();

    assertThat(fleet.owed()).containsExactly("pump list next []");
    fleet.checkCounters();
  }

  private List<String> groupsOf() {
    return names(given(members.groupsOf(PUMP, Optional.empty(), 9)).items());
  }

  private static List<String> names(List<Group> groups) {
    return groups.stream().map(group -> group.name().text()).toList();
  }

  private List<String> below(GroupName top, int length) {
    var names = new ArrayList<String>();
    Spread spread = given(members.below(top, Optional.empty(), length));
    while (true) {
      assertThat(spread.things()).hasSizeLessThanOrEqualTo(length);
      spread.things().forEach(thing -> names.add(thing.text()));
      if (spread.next().isEmpty()) {
        return names;
      }
      spread = given(members.below(top, spread.next(), length));
    }
  }
}
