package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.group;
import static errand.core.app.StoreSamples.groupBelow;
import static errand.core.app.StoreSamples.groupId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.fleet.AttributeChange;
import errand.core.fleet.Group;
import errand.core.name.GroupName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@link GroupRows}. */
interface GroupRowsContract extends ContractedStore {
  GroupRows.Scope ALL = new GroupRows.Scope.All();

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
    assertFound(tx -> tx.groups().find(groupId(2))).contains(group);
    assertFound(tx -> tx.groups().find(groupId(3))).isEmpty();
  }

  @Test
  default void a_second_group_of_a_name_and_a_group_below_none_are_refused() {
    change(tx -> tx.groups().insert(group("g", 1)));

    assertThatThrownBy(() -> change(tx -> tx.groups().insert(group("g", 2))))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(
            () -> change(tx -> tx.groups().insert(groupBelow(group("none", 8), "new", 9))))
        .isInstanceOf(IllegalStateException.class);
    assertListed(tx -> tx.groups().list(ALL, "", Optional.empty(), 10))
        .containsExactly(group("g", 1));
  }

  @Test
  default void groups_are_listed_in_name_order_after_a_name() {
    change(
        tx -> List.of("b", "B", "a", "c").forEach(n -> tx.groups().insert(group(n, n.charAt(0)))));

    assertThat(names(ALL, "", Optional.empty(), 3)).containsExactly("B", "a", "b");
    assertThat(names(ALL, "", Optional.of("b"), 10)).containsExactly("c");
  }

  @Test
  default void groups_are_listed_by_what_is_above_them_and_how_their_names_begin() {
    var top = group("m", 1);
    var low = groupBelow(top, "ab", 2);
    var deep = groupBelow(low, "z", 3);
    var side = groupBelow(top, "aa", 4);
    var other = group("a", 5);
    change(tx -> List.of(top, low, deep, side, other).forEach(tx.groups()::insert));
    var children = new GroupRows.Scope.Children(top.name());
    var below = new GroupRows.Scope.Below(top.id());
    var roots = new GroupRows.Scope.Roots();

    assertThat(names(ALL, "a", Optional.empty(), 10)).containsExactly("a", "aa", "ab");
    assertThat(names(ALL, "a", Optional.of("a"), 1)).containsExactly("aa");
    assertThat(names(roots, "", Optional.empty(), 10)).containsExactly("a", "m");
    assertThat(names(roots, "m", Optional.empty(), 10)).containsExactly("m");
    assertThat(names(roots, "", Optional.of("a"), 10)).containsExactly("m");
    assertThat(names(children, "", Optional.empty(), 10)).containsExactly("aa", "ab");
    assertThat(names(children, "a", Optional.of("aa"), 10)).containsExactly("ab");
    assertThat(names(below, "", Optional.empty(), 2)).containsExactly("aa", "ab");
    assertThat(names(below, "", Optional.of("ab"), 2)).containsExactly("z");
    assertThat(names(below, "ab", Optional.empty(), 2)).containsExactly("ab");
  }

  private List<String> names(
      GroupRows.Scope scope, String prefix, Optional<String> after, int limit) {
    return store()
        .read(tx -> tx.groups().list(scope, prefix, after.map(GroupName::new), limit))
        .stream()
        .map(each -> each.name().text())
        .toList();
  }

  @Test
  default void a_group_is_replaced_only_at_the_version_it_was_loaded_at() {
    var top = group("top", 1);
    var group = groupBelow(top, "g", 2);
    var changed = group.with("new", new AttributeChange.Replace(new TreeMap<>(Map.of("a", "b"))));
    change(tx -> List.of(top, group).forEach(tx.groups()::insert));

    assertThat(store().<Boolean>transact(tx -> tx.groups().update(changed, 1))).isTrue();
    assertThat(store().<Boolean>transact(tx -> tx.groups().update(changed, 1))).isFalse();
    assertThat(store().<Boolean>transact(tx -> tx.groups().update(group("no", 9), 1))).isFalse();

    assertFound(tx -> tx.groups().find(group.name())).contains(changed);
    assertThat(below(top, Optional.empty(), 10)).containsExactly("g", "top");
  }

  @Test
  default void a_group_taken_away_is_below_nothing_any_more() {
    var top = group("top", 1);
    var group = groupBelow(top, "g", 2);
    change(tx -> List.of(top, group).forEach(tx.groups()::insert));

    assertThat(store().<Boolean>transact(tx -> tx.groups().delete(group))).isTrue();
    assertThat(store().<Boolean>transact(tx -> tx.groups().delete(group))).isFalse();

    assertFound(tx -> tx.groups().find(group.name())).isEmpty();
    assertThat(below(top, Optional.empty(), 10)).containsExactly("top");
    assertThat(below(group, Optional.empty(), 10)).isEmpty();

    change(tx -> tx.groups().insert(groupBelow(top, "g", 3)));
    assertThat(below(top, Optional.empty(), 10)).containsExactly("g", "top");
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
}
