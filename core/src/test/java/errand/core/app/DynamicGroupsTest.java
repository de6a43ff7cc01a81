package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.DynamicGroups.Described;
import errand.core.app.DynamicGroups.NewGroup;
import errand.core.app.DynamicGroups.Update;
import errand.core.fleet.AttributeChange;
import errand.core.fleet.Connectivity;
import errand.core.fleet.DisconnectReason;
import errand.core.fleet.DynamicGroup.Standing;
import errand.core.fleet.Group;
import errand.core.fleet.Membership;
import errand.core.fleet.ThingConfiguration;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DynamicGroupsTest {
  private static final GroupName GROUP = new GroupName("dynamic");

  private final Store store = new MemoryStore();
  private final Ids ids = new SteppingIds();
  private final Memberships memberships = new Memberships(ids, Quotas.AWS);
  private final Things things =
      new Things(store, ids, () -> T0, memberships, Quotas.AWS, Bell.SILENT);
  private final Groups groups =
      new Groups(store, ids, () -> T0, memberships, Quotas.AWS, Bell.SILENT);
  private final Members members = new Members(store, () -> T0, memberships, Bell.SILENT);
  private final DynamicGroups dynamic =
      new DynamicGroups(store, ids, () -> T0, memberships, Quotas.AWS, Bell.SILENT);
  private final DynamicWalk walk = new DynamicWalk(store, () -> T0, memberships, Bell.SILENT);
  private final Presence presence = new Presence(store, () -> T0, memberships, Bell.SILENT);

  @Test
  void a_new_group_is_building_until_all_things_were_looked_at() {
    IntStream.range(0, 450).forEach(n -> make("t" + n, Map.of("even", n % 2 == 0 ? "yes" : "no")));

    Described created = given(dynamic.create(wanted("attributes.even:yes")));

    assertThat(created.dynamic().standing()).isEqualTo(Standing.BUILDING);
    assertThat(inside()).isEmpty();

    walkToTheEnd();

    assertThat(standing()).isEqualTo(Standing.ACTIVE);
    assertThat(inside()).hasSize(225).contains("t0", "t2").doesNotContain("t1");
  }

  @Test
  void a_thing_joins_and_leaves_with_its_attributes() {
    given(dynamic.create(wanted("attributes.firmware<2")));
    walkToTheEnd();

    make("t1", Map.of("firmware", "1"));
    make("t2", Map.of("firmware", "2"));

    assertThat(inside()).containsExactly("t1");

    change("t1", Map.of("firmware", "2"));
    change("t2", Map.of("firmware", "1.5"));

    assertThat(inside()).containsExactly("t2");
  }

  @Test
  void a_thing_joins_and_leaves_with_its_connection() {
    given(dynamic.create(wanted("connectivity.connected:true")));
    given(dynamic.create(new NewGroup(new GroupName("all"), "", tree(), tree(), "*")));
    walkToTheEnd();
    make("t1", Map.of());

    see("t1", Connectivity.up(T0));
    assertThat(inside()).containsExactly("t1");

    see("t1", Connectivity.down(T0, DisconnectReason.CONNECTION_LOST));
    assertThat(inside()).isEmpty();

    see("t1", Connectivity.up(T0));
    presence.forgetConnections();
    assertThat(inside()).isEmpty();
    assertThat(inside(new GroupName("all"))).containsExactly("t1");
  }

  @Test
  void a_thing_joins_and_leaves_with_its_static_groups() {
    given(
        groups.create(
            new Groups.NewGroup(new GroupName("hall"), Optional.empty(), "", tree(), tree())));
    given(dynamic.create(wanted("thingGroupNames:hall")));
    walkToTheEnd();
    make("t1", Map.of());

    given(members.add(new ThingName("t1"), new GroupName("hall")));
    assertThat(inside()).containsExactly("t1");

    given(members.remove(new ThingName("t1"), new GroupName("hall")));
    assertThat(inside()).isEmpty();
  }

  @Test
  void when_a_static_group_goes_its_things_leave() {
    given(
        groups.create(
            new Groups.NewGroup(new GroupName("hall"), Optional.empty(), "", tree(), tree())));
    given(dynamic.create(wanted("thingGroupNames:hall")));
    make("t1", Map.of());
    given(members.add(new ThingName("t1"), new GroupName("hall")));
    walkToTheEnd();

    given(groups.delete(new GroupName("hall"), OptionalLong.empty()));
    walkToTheEnd();

    assertThat(inside()).isEmpty();
  }

  @Test
  void a_dynamic_group_does_not_look_at_itself_or_its_like() {
    given(dynamic.create(wanted("NOT thingGroupNames:dynamic")));
    walkToTheEnd();

    make("t1", Map.of());
    change("t1", Map.of("a", "b"));

    assertThat(inside()).containsExactly("t1");
  }

  @Test
  void another_query_is_looked_at_all_things_again() {
    given(dynamic.create(wanted("thingName:a*")));
    make("a1", Map.of());
    make("b1", Map.of());
    walkToTheEnd();

    Described changed =
        given(
            dynamic.update(
                GROUP,
                new Update(
                    Optional.of("new"),
                    new AttributeChange.Keep(),
                    Optional.of("thingName:b*"),
                    OptionalLong.of(1))));

    assertThat(changed.group().version()).isEqualTo(2);
    assertThat(changed.group().description()).isEqualTo("new");
    assertThat(standing()).isEqualTo(Standing.REBUILDING);

    walkToTheEnd();

    assertThat(standing()).isEqualTo(Standing.ACTIVE);
    assertThat(inside()).containsExactly("b1");
  }

  @Test
  void the_same_query_again_builds_nothing_anew() {
    given(dynamic.create(wanted("thingName:a*")));
    walkToTheEnd();

    given(
        dynamic.update(
            GROUP,
            new Update(
                Optional.empty(),
                new AttributeChange.Keep(),
                Optional.of("thingName:a*"),
                OptionalLong.empty())));

    assertThat(standing()).isEqualTo(Standing.ACTIVE);
  }

  @Test
  void creating_the_same_group_again_gives_it_and_another_is_refused() {
    Described first = given(dynamic.create(wanted("thingName:a*")));

    assertThat(given(dynamic.create(wanted("thingName:a*")))).isEqualTo(first);
    assertThat(why(dynamic.create(wanted("thingName:b*"))))
        .isEqualTo(ControlRefusal.Why.ALREADY_EXISTS);
  }

  @Test
  void six_terms_are_one_too_many() {
    assertThat(why(dynamic.create(wanted("a b c d e f"))))
        .isEqualTo(ControlRefusal.Why.INVALID_QUERY);
    given(dynamic.create(wanted("a b c d e")));
  }

  @Test
  void a_hundred_dynamic_groups_are_the_most() {
    for (int n = 0; n < Quota.DYNAMIC_GROUPS.usual(); n++) {
      given(dynamic.create(new NewGroup(new GroupName("g" + n), "", tree(), tree(), "a")));
    }

    assertThat(why(dynamic.create(wanted("a")))).isEqualTo(ControlRefusal.Why.LIMIT_EXCEEDED);
  }

  @Test
  void a_deleted_group_is_gone_with_its_members() {
    given(dynamic.create(wanted("*")));
    make("t1", Map.of());

    assertThat(given(dynamic.delete(GROUP, OptionalLong.of(1)))).isTrue();

    assertThat(given(dynamic.delete(GROUP, OptionalLong.empty()))).isFalse();
    assertThat(store.<Boolean>read(tx -> tx.groups().find(GROUP).isEmpty())).isTrue();
    assertThat(given(members.groupsOf(new ThingName("t1"), Optional.empty(), 5)).items()).isEmpty();
    assertThat(walk.beat()).isFalse();
  }

  @Test
  void only_dynamic_groups_are_changed_here() {
    given(groups.create(new Groups.NewGroup(GROUP, Optional.empty(), "", tree(), tree())));

    assertThat(why(dynamic.delete(GROUP, OptionalLong.empty())))
        .isEqualTo(ControlRefusal.Why.INVALID);
    assertThat(why(dynamic.create(wanted("*")))).isEqualTo(ControlRefusal.Why.ALREADY_EXISTS);
  }

  @Test
  void a_thing_in_ten_groups_joins_no_further_one() {
    make("t1", Map.of());
    for (int n = 0; n < 11; n++) {
      given(dynamic.create(new NewGroup(new GroupName("g" + n), "", tree(), tree(), "t1")));
    }

    walkToTheEnd();

    assertThat(given(members.groupsOf(new ThingName("t1"), Optional.empty(), 20)).items())
        .hasSize(10);
  }

  @Test
  void a_static_group_takes_the_place_of_the_last_dynamic_one_when_told_to() {
    for (int n = 0; n < 10; n++) {
      given(dynamic.create(new NewGroup(new GroupName("g" + n), "", tree(), tree(), "t1")));
    }
    make("t1", Map.of());
    var hall = staticGroup("hall");
    var yard = staticGroup("yard");

    assertThat(why(join(false, hall))).isEqualTo(ControlRefusal.Why.INVALID);
    assertThat(groupsOf("t1")).hasSize(10).doesNotContain("hall");
    given(join(true, hall, yard));
    given(join(true, hall, yard));

    var rest = List.of("g0", "g1", "g2", "g3", "g4", "g5", "g6", "g7", "hall", "yard");
    assertThat(groupsOf("t1")).isEqualTo(rest);
    change("t1", Map.of("a", "b"));
    assertThat(groupsOf("t1")).isEqualTo(rest);
    given(members.remove(new ThingName("t1"), hall));
    assertThat(groupsOf("t1")).hasSize(10).contains("g8").doesNotContain("hall", "g9");
  }

  @Test
  void static_groups_do_not_take_each_others_places() {
    make("t1", Map.of());
    given(dynamic.create(wanted("t1")));
    walkToTheEnd();
    for (int n = 0; n < 10; n++) {
      given(join(true, staticGroup("s" + n)));
    }
    assertThat(inside()).isEmpty();

    assertThat(why(join(true, staticGroup("s10")))).isEqualTo(ControlRefusal.Why.INVALID);
    assertThat(groupsOf("t1")).hasSize(10).doesNotContain("s10");
  }

  @Test
  void who_makes_no_room_by_a_refused_change_stays_where_it_is() {
    for (int n = 0; n < 9; n++) {
      given(dynamic.create(new NewGroup(new GroupName("g" + n), "", tree(), tree(), "t1")));
    }
    make("t1", Map.of());
    var hall = staticGroup("hall");
    given(join(false, hall));
    var room = new Groups.NewGroup(new GroupName("room"), Optional.of(hall), "", tree(), tree());
    given(groups.create(room));

    assertThat(why(join(true, room.name()))).isEqualTo(ControlRefusal.Why.INVALID);
    assertThat(groupsOf("t1")).hasSize(10).contains("g8", "hall");
  }

  private GroupName staticGroup(String name) {
    var group = new GroupName(name);
    given(groups.create(new Groups.NewGroup(group, Optional.empty(), "", tree(), tree())));
    return group;
  }

  private Answer<List<Group>, ControlRefusal> join(boolean overriding, GroupName... names) {
    return members.update(
        new ThingName("t1"), new Members.Names(List.of(), List.of(names), overriding));
  }

  private List<String> groupsOf(String thing) {
    return given(members.groupsOf(new ThingName(thing), Optional.empty(), 20)).items().stream()
        .map(group -> group.name().text())
        .toList();
  }

  private void walkToTheEnd() {
    int beats = 0;
    while (walk.beat()) {
      assertThat(++beats).isLessThan(100);
    }
  }

  private Standing standing() {
    return store.read(
        tx ->
            tx.dynamicGroups()
                .find(tx.groups().find(GROUP).orElseThrow().id())
                .orElseThrow()
                .standing());
  }

  private List<String> inside() {
    return inside(GROUP);
  }

  private List<String> inside(GroupName name) {
    return store.read(
        tx ->
            tx
                .memberships()
                .members(tx.groups().find(name).orElseThrow().id(), Optional.empty(), 1_000)
                .stream()
                .map(Membership::thingName)
                .map(ThingName::text)
                .toList());
  }

  private void make(String name, Map<String, String> attributes) {
    given(
        things.create(
            new ThingName(name),
            new ThingConfiguration(Optional.empty(), new TreeMap<>(attributes), Optional.empty())));
  }

  private void change(String name, Map<String, String> attributes) {
    given(
        things.update(
            new ThingName(name),
            new Things.Update(
                new Things.TypeChange.Keep(),
                new AttributeChange.Replace(new TreeMap<>(attributes)),
                OptionalLong.empty())));
  }

  private void see(String client, Connectivity connectivity) {
    presence.remember(List.of(new Presence.Seen(client, Optional.empty(), connectivity)));
  }

  private static NewGroup wanted(String query) {
    return new NewGroup(GROUP, "", tree(), tree(), query);
  }

  private static SortedMap<String, String> tree() {
    return new TreeMap<>();
  }

  private static <T> T given(Answer<T, ControlRefusal> answer) {
    return answer.fold(
        value -> value,
        refusal -> {
          throw new AssertionError(refusal);
        });
  }

  private static <T> ControlRefusal.Why why(Answer<T, ControlRefusal> answer) {
    return answer.fold(
        value -> {
          throw new AssertionError("given " + value);
        },
        ControlRefusal::why);
  }
}
