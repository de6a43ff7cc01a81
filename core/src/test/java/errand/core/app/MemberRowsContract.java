package errand.core.app;

import static errand.core.app.StoreSamples.group;
import static errand.core.app.StoreSamples.groupId;
import static errand.core.app.StoreSamples.member;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.fleet.Membership;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link MemberRows}. */
interface MemberRowsContract extends ContractedStore {
  @Test
  default void a_thing_joins_a_group_once_and_leaves_it_once() {
    var first = member(1, "t1", 1);
    var again = new Membership(groupId(1), thingId(1), new ThingName("t1"), 99);

    assertThat(store().<Boolean>transact(tx -> tx.memberships().join(first))).isTrue();
    assertThat(store().<Boolean>transact(tx -> tx.memberships().join(again))).isFalse();
    assertThat(members(1, Optional.empty(), 10)).containsExactly(first);

    assertThat(store().<Boolean>transact(tx -> tx.memberships().leave(groupId(1), thingId(1))))
        .isTrue();
    assertThat(store().<Boolean>transact(tx -> tx.memberships().leave(groupId(1), thingId(1))))
        .isFalse();
    assertThat(members(1, Optional.empty(), 10)).isEmpty();
  }

  @Test
  default void members_of_one_group_are_listed_in_name_order_after_a_name() {
    change(
        tx -> {
          for (int thing : List.of(3, 1, 2)) {
            tx.memberships().join(member(1, "t" + thing, 10 - thing));
            tx.memberships().join(member(2, "t" + thing, 10 - thing));
          }
          tx.memberships().join(member(2, "t4", 4));
        });

    assertThat(members(1, Optional.empty(), 2))
        .containsExactly(member(1, "t1", 9), member(1, "t2", 8));
    assertThat(members(1, Optional.of("t2"), 2)).containsExactly(member(1, "t3", 7));
    assertThat(members(1, Optional.of("t3"), 2)).isEmpty();
    assertThat(members(3, Optional.empty(), 2)).isEmpty();
  }

  private List<Membership> members(long group, Optional<String> after, int limit) {
    return store()
        .read(tx -> tx.memberships().members(groupId(group), after.map(ThingName::new), limit));
  }

  @Test
  default void a_group_given_up_is_swept_by_and_by_and_others_keep_their_members() {
    change(
        tx -> {
          for (int thing : List.of(1, 2, 3)) {
            tx.memberships().join(member(1, "t" + thing, thing));
            tx.memberships().join(member(2, "t" + thing, thing));
          }
        });
    assertThat(swept()).isTrue();

    change(tx -> tx.memberships().abandon(groupId(1)));
    change(tx -> tx.memberships().abandon(groupId(1)));
    assertThat(swept()).isFalse();
    change(tx -> tx.memberships().sweep(2));

    assertThat(members(1, Optional.empty(), 10)).hasSize(1);
    assertThat(swept()).isFalse();
    change(tx -> tx.memberships().sweep(2));
    assertThat(members(1, Optional.empty(), 10)).isEmpty();
    assertThat(swept()).isTrue();
    change(tx -> tx.memberships().sweep(2));
    assertThat(members(2, Optional.empty(), 10)).hasSize(3);
  }

  private boolean swept() {
    return store().<Boolean>read(tx -> tx.memberships().swept());
  }

  @Test
  default void groups_of_a_thing_are_listed_in_name_order() {
    change(
        tx -> {
          tx.groups().insert(group("c", 1));
          tx.groups().insert(group("a", 2));
          tx.groups().insert(group("b", 3));
          for (int group : List.of(1, 2, 3)) {
            tx.memberships().join(member(group, "t1", 1));
          }
          tx.memberships().join(member(2, "t2", 2));
        });

    assertListed(tx -> tx.memberships().groupsOf(thingId(1)))
        .containsExactly(group("a", 2), group("b", 3), group("c", 1));
    assertListed(tx -> tx.memberships().groupsOf(thingId(2))).containsExactly(group("a", 2));
    assertListed(tx -> tx.memberships().groupsOf(thingId(3))).isEmpty();
  }
}
