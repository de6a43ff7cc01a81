package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.group;
import static errand.core.app.StoreSamples.groupBelow;
import static errand.core.app.StoreSamples.groupId;
import static errand.core.app.StoreSamples.member;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.fleet.Group;
import errand.core.fleet.Membership;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@link GroupRows}. */
interface GroupRowsContract extends ContractedStore {
  @Test
  default void a_group_comes_back_whole() {
    var top = group("top", 1);
    var group =
        new Group(
            groupId(2),
            new GroupName("g"),
            Optional.of(top.name()),
            "All pumps",
            new TreeMap<>(Map.of("a", "b")),
            4,
            T0);

    change(
        tx -> {
          tx.groups().insert(top);
          tx.groups().insert(group);
        });

    assertFound(tx -> tx.groups().find(group.name())).contains(group);
    assertFound(tx -> tx.groups().find(new GroupName("other"))).isEmpty();
  }

  @Test
  default void a_second_group_of_a_name_and_a_group_below_none_are_refused() {
    change(tx -> tx.groups().insert(group("g", 1)));

    assertThatThrownBy(() -> change(tx -> tx.groups().insert(group("g", 2))))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> change(tx -> tx.groups().insert(groupBelow(group("none", 8), "new", 9))))
        .isInstanceOf(IllegalStateException.class);
    assertListed(tx -> tx.groups().list(Optional.empty(), 10)).containsExactly(group("g", 1));
  }

  @Test
  default void groups_are_listed_in_name_order_after_a_name() {
    change(
        tx -> List.of("b", "B", "a", "c").forEach(n -> tx.groups().insert(group(n, n.charAt(0)))));

    assertListed(tx -> tx.groups().list(Optional.empty(), 3))
        .extracting(each -> each.name().text())
        .containsExactly("B", "a", "b");
    assertListed(tx -> tx.groups().list(Optional.of(new GroupName("b")), 10))
        .extracting(each -> each.name().text())
        .containsExactly("c");
  }

  @Test
  default void a_group_and_all_below_it_are_listed_in_name_order_from_a_name() {
    var top = group("m", 1);
    var low = groupBelow(top, "z", 2);
    var deep = groupBelow(low, "a", 3);
    var side = groupBelow(top, "k", 4);
    change(tx -> List.of(top, low, deep, side, group("b", 5)).forEach(tx.groups()::insert));

    assertThat(below(top, Optional.empty(), 10)).containsExactly("a", "k", "m", "z");
    assertThat(below(top, Optional.of("k"), 2)).containsExactly("k", "m");
    assertThat(below(top, Optional.of("l"), 10)).containsExactly("m", "z");
    assertThat(below(low, Optional.empty(), 10)).containsExactly("a", "z");
    assertThat(below(deep, Optional.empty(), 10)).containsExactly("a");
    assertThat(below(deep, Optional.of("b"), 10)).isEmpty();
  }

  private List<String> below(Group group, Optional<String> from, int limit) {
    return store()
        .read(tx -> tx.groups().selfAndDescendants(group.id(), from.map(GroupName::new), limit))
        .stream()
        .map(each -> each.name().text())
        .toList();
  }

  @Test
  default void a_thing_joins_a_group_once_and_leaves_it_once() {
    var first = member(1, "t1", 1);
    var again = new Membership(groupId(1), thingId(1), new ThingName("t1"), 99);

    assertThat(store().<Boolean>transact(tx -> tx.groups().join(first))).isTrue();
    assertThat(store().<Boolean>transact(tx -> tx.groups().join(again))).isFalse();
    assertThat(members(1, Optional.empty(), 10)).containsExactly(first);

    assertThat(store().<Boolean>transact(tx -> tx.groups().leave(groupId(1), thingId(1)))).isTrue();
    assertThat(store().<Boolean>transact(tx -> tx.groups().leave(groupId(1), thingId(1))))
        .isFalse();
    assertThat(members(1, Optional.empty(), 10)).isEmpty();
  }

  @Test
  default void members_of_one_group_are_listed_in_name_order_after_a_name() {
    change(
        tx -> {
          for (int thing : List.of(3, 1, 2)) {
            tx.groups().join(member(1, "t" + thing, 10 - thing));
            tx.groups().join(member(2, "t" + thing, 10 - thing));
          }
          tx.groups().join(member(2, "t4", 4));
        });

    assertThat(members(1, Optional.empty(), 2))
        .containsExactly(member(1, "t1", 9), member(1, "t2", 8));
    assertThat(members(1, Optional.of("t2"), 2)).containsExactly(member(1, "t3", 7));
    assertThat(members(1, Optional.of("t3"), 2)).isEmpty();
    assertThat(members(3, Optional.empty(), 2)).isEmpty();
  }

  private List<Membership> members(long group, Optional<String> after, int limit) {
    return store()
        .read(tx -> tx.groups().members(groupId(group), after.map(ThingName::new), limit));
  }
}
