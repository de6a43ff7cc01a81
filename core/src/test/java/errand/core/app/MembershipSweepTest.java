package errand.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.ThingId;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A group goes at once, whatever its size; its rows go after it. */
final class MembershipSweepTest {
  private static final int MEMBERS = 2 * MembershipSweep.BATCH + 1;

  private final Fleet fleet = new Fleet();
  private final MembershipSweep sweep = new MembershipSweep(fleet.store);

  @BeforeEach
  void a_large_group() {
    fleet.groupOf(MEMBERS, "large");
  }

  @Test
  void a_deleted_group_is_left_at_once_and_swept_in_batches() {
    GroupId group =
        fleet.store.read(tx -> tx.groups().find(new GroupName("large"))).orElseThrow().id();
    ThingId thing =
        fleet.store.read(tx -> tx.things().find(new ThingName("t001"))).orElseThrow().id();

    Fleet.given(fleet.groups.delete(new GroupName("large"), OptionalLong.empty()));

    assertThat(rows(group)).isEqualTo(MEMBERS);
    assertThat(fleet.store.<List<Group>>read(tx -> tx.memberships().groupsOf(thing))).isEmpty();
    assertThat(sweep.beat()).isTrue();
    assertThat(rows(group)).isEqualTo(MEMBERS - MembershipSweep.BATCH);
    assertThat(sweep.beat()).isTrue();
    assertThat(sweep.beat()).isFalse();
    assertThat(rows(group)).isZero();
    assertThat(sweep.beat()).isFalse();
  }

  @Test
  void a_new_group_of_the_name_keeps_its_members() {
    Fleet.given(fleet.groups.delete(new GroupName("large"), OptionalLong.empty()));
    fleet.group("large");
    fleet.join("large", "t001");

    while (sweep.beat()) {
      // Until nothing is left to sweep.
    }

    GroupId group =
        fleet.store.read(tx -> tx.groups().find(new GroupName("large"))).orElseThrow().id();
    assertThat(rows(group)).isEqualTo(1);
  }

  private int rows(GroupId group) {
    return fleet.store.<Integer>read(
        tx -> tx.memberships().members(group, Optional.empty(), 10 * MEMBERS).size());
  }
}
