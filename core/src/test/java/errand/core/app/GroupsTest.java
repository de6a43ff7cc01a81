package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.ControlRefusal.Why;
import errand.core.app.Groups.NewGroup;
import errand.core.fleet.AttributeChange;
import errand.core.fleet.Group;
import errand.core.fleet.Tagged;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Static thing groups: control-plane 10.2. */
class GroupsTest {
  private static final GroupName SITE = new GroupName("site");
  private static final Optional<GroupName> NO_PARENT = Optional.empty();

  private final Fleet fleet = new Fleet();
  private final Groups groups = fleet.groups;

  private static NewGroup plain(String name, Optional<GroupName> parent, String description) {
    return new NewGroup(new GroupName(name), parent, description, new TreeMap<>(), new TreeMap<>());
  }

  private static SortedMap<String, String> pairs(int count) {
    var pairs = new TreeMap<String, String>();
    for (int i = 0; i < count; i++) {
      pairs.put("n" + i, "v");
    }
    return pairs;
  }

  // Creating.

  @Test
  void a_group_is_created_with_what_it_was_given() {
    fleet.group("top");
    var parent = Optional.of(new GroupName("top"));

    Group group = given(groups.create(new NewGroup(SITE, parent, "north", pairs(1), pairs(2))));

    assertThat(group).isEqualTo(new Group(group.id(), SITE, parent, "north", pairs(1), 1, T0));
    assertThat(given(groups.describe(SITE)).group()).isEqualTo(group);
    assertThat(given(fleet.tags.list(new Tagged(Tagged.Kind.THING_GROUP, "site"))))
        .isEqualTo(pairs(2));
  }

  @Test
  void a_group_is_described_with_those_above_it_the_root_first() {
    fleet.group("a");
    fleet.groupBelow("a", "b");
    fleet.groupBelow("b", "c");

    assertThat(given(groups.describe(new GroupName("c"))).rootToParent())
        .extracting(group -> group.name().text())
        .containsExactly("a", "b");
    assertThat(given(groups.describe(new GroupName("a"))).rootToParent()).isEmpty();
  }

  @Test
  void creating_a_group_again_gives_it_again_or_is_refused_when_it_differs() {
    fleet.group("top");
    Group first = given(groups.create(plain("site", NO_PARENT, "north")));
    fleet.pass(Duration.ofHours(1));

    assertThat(given(groups.create(plain("site", NO_PARENT, "north")))).isEqualTo(first);
    for (var other :
        List.of(
            plain("site", NO_PARENT, "south"),
            plain("site", Optional.of(new GroupName("top")), "north"))) {
      assertThat(refused(groups.create(other)))
          .isEqualTo(
              new ControlRefusal(
                  Why.ALREADY_EXISTS,
                  "Thing Group site already exists in current account with different properties",
                  Optional.of(first.id().toString())));
    }
  }

  @Test
  void a_parent_must_be_there() {
    assertThat(refused(groups.create(plain("site", Optional.of(new GroupName("none")), ""))))
        .isEqualTo(new ControlRefusal(Why.NOT_FOUND, "Thing group none not found."));
    assertThat(refused(groups.describe(SITE)).why()).isEqualTo(Why.NOT_FOUND);
  }

  @Test
  void a_hierarchy_is_at_most_7_groups_deep() {
    fleet.group("g1");
    for (int depth = 2; depth <= 7; depth++) {
      fleet.groupBelow("g" + (depth - 1), "g" + depth);
    }

    var eighth = plain("g8", Optional.of(new GroupName("g7")), "");
    assertThat(refused(groups.create(eighth)).why()).isEqualTo(Why.INVALID);
  }

  @Test
  void a_group_has_at_most_100_children() {
    fleet.group("top");
    for (int child = 1; child <= 100; child++) {
      fleet.groupBelow("top", "c" + child);
    }

    var parent = Optional.of(new GroupName("top"));
    assertThat(refused(groups.create(plain("c101", parent, ""))).why()).isEqualTo(Why.INVALID);
    given(groups.create(plain("c100", parent, "")));
  }

  @Test
  void a_group_has_at_most_50_attributes_and_50_tags() {
    given(groups.create(new NewGroup(SITE, NO_PARENT, "", pairs(50), pairs(50))));

    var other = new GroupName("other");
    assertThat(
            refused(groups.create(new NewGroup(other, NO_PARENT, "", pairs(51), pairs(0)))).why())
        .isEqualTo(Why.INVALID);
    assertThat(
            refused(groups.create(new NewGroup(other, NO_PARENT, "", pairs(0), pairs(51)))).why())
        .isEqualTo(Why.INVALID);
    var more = new AttributeChange.Merge(new TreeMap<>(Map.of("more", "v")));
    assertThat(
            refused(
                    groups.update(
                        SITE, new Groups.Update(Optional.empty(), more, OptionalLong.empty())))
                .why())
        .isEqualTo(Why.INVALID);
  }

  // Updating.

  @Test
  void an_update_changes_what_it_names_and_makes_a_version() {
    given(groups.create(new NewGroup(SITE, NO_PARENT, "north", pairs(1), pairs(0))));
    var keep = new AttributeChange.Keep();

    Group second =
        given(
            groups.update(SITE, new Groups.Update(Optional.of("south"), keep, OptionalLong.of(1))));
    Group third =
        given(
            groups.update(
                SITE,
                new Groups.Update(
                    Optional.empty(),
                    new AttributeChange.Replace(new TreeMap<>()),
                    OptionalLong.empty())));

    assertThat(second.description()).isEqualTo("south");
    assertThat(second.attributes()).isEqualTo(pairs(1));
    assertThat(third.description()).isEqualTo("south");
    assertThat(third.attributes()).isEmpty();
    assertThat(third.version()).isEqualTo(3);
    assertThat(given(groups.describe(SITE)).group()).isEqualTo(third);
  }

  @Test
  void an_update_of_none_or_of_another_version_is_refused() {
    var update =
        new Groups.Update(Optional.of("x"), new AttributeChange.Keep(), OptionalLong.of(2));
    assertThat(refused(groups.update(SITE, update)).why()).isEqualTo(Why.NOT_FOUND);

    fleet.group("site");

    assertThat(refused(groups.update(SITE, update)))
        .isEqualTo(
            new ControlRefusal(
                Why.VERSION_CONFLICT,
                "The version for thing group site does not match the expected version."));
  }

  // Deleting.

  @Test
  void a_group_is_deleted_once_its_children_are_gone() {
    fleet.things("pump");
    fleet.group("site");
    fleet.groupBelow("site", "hall");
    fleet.join("hall", "pump");

    assertThat(refused(groups.delete(SITE, OptionalLong.empty())))
        .isEqualTo(
            new ControlRefusal(
                Why.INVALID,
                "Cannot delete thing group : site when there are still child groups attached to"
                    + " it"));
    var hall = new GroupName("hall");
    assertThat(refused(groups.delete(hall, OptionalLong.of(2))).why())
        .isEqualTo(Why.VERSION_CONFLICT);
    assertThat(given(groups.delete(hall, OptionalLong.of(1)))).isTrue();
    assertThat(given(groups.delete(SITE, OptionalLong.empty()))).isTrue();
    assertThat(given(groups.delete(SITE, OptionalLong.empty()))).isFalse();

    assertThat(given(fleet.members.groupsOf(new ThingName("pump"), Optional.empty(), 9)).items())
        .isEmpty();
  }

  @Test
  void a_group_made_again_under_a_name_has_neither_members_nor_tags_of_the_one_before() {
    fleet.things("pump");
    fleet.group("site");
    fleet.join("site", "pump");
    var resource = new Tagged(Tagged.Kind.THING_GROUP, "site");
    given(fleet.tags.tag(resource, pairs(1)));

    given(groups.delete(SITE, OptionalLong.empty()));
    fleet.group("site");

    assertThat(given(fleet.members.of(SITE, Optional.empty(), 9)).items()).isEmpty();
    assertThat(given(fleet.tags.list(resource))).isEmpty();
  }

  // Lists.

  @Test
  void groups_are_listed_all_by_level_and_by_parent() {
    fleet.group("b");
    fleet.groupBelow("b", "bc");
    fleet.groupBelow("bc", "a");
    fleet.group("c");

    assertThat(names("", "", true)).containsExactly("a", "b", "bc", "c");
    assertThat(names("", "", false)).containsExactly("b", "c");
    assertThat(names("b", "", true)).containsExactly("a", "bc");
    assertThat(names("b", "", false)).containsExactly("bc");
    assertThat(names("", "b", true)).containsExactly("b", "bc");
    assertThat(names("b", "b", true)).containsExactly("bc");
    var unknown = new Groups.Query(Optional.of(new GroupName("none")), "", true);
    assertThat(refused(groups.list(unknown, Optional.empty(), 9)).why()).isEqualTo(Why.NOT_FOUND);
  }

  @Test
  void groups_are_listed_in_pages() {
    for (String name : List.of("c", "a", "b")) {
      fleet.group(name);
    }
    var all = new Groups.Query(Optional.empty(), "", true);

    var first = given(groups.list(all, Optional.empty(), 2));
    var second = given(groups.list(all, Optional.of(new GroupName("b")), 2));

    assertThat(first.more()).isTrue();
    assertThat(first.items()).extracting(group -> group.name().text()).containsExactly("a", "b");
    assertThat(second.more()).isFalse();
    assertThat(second.items()).extracting(group -> group.name().text()).containsExactly("c");
  }

  // Page after page of one.
  private List<String> names(String parent, String prefix, boolean recursive) {
    var query = new Groups.Query(GroupName.parse(parent), prefix, recursive);
    var names = new ArrayList<String>();
    Optional<GroupName> after = Optional.empty();
    Page<Group> page;
    do {
      page = given(groups.list(query, after, 1));
      for (Group group : page.items()) {
        names.add(group.name().text());
        after = Optional.of(group.name());
      }
    } while (page.more());
    return names;
  }
}
