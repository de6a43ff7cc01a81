package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.continuous;
import static errand.core.app.Fleet.forGroups;
import static errand.core.app.Fleet.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import errand.core.fleet.DynamicGroup.Standing;
import errand.core.fleet.query.Query;
import errand.core.name.GroupName;
import java.time.Instant;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What the walk of dynamic groups does beside finding members: see DynamicGroupsTest for that. */
final class DynamicWalkTest {
  private final Fleet fleet = new Fleet();
  private final BreakableIds ids = new BreakableIds(fleet.ids);
  private final Memberships memberships = new Memberships(ids, Quotas.AWS);
  private final DynamicGroups dynamic =
      new DynamicGroups(fleet.store, fleet.ids, fleet::now, memberships, Quotas.AWS, Bell.SILENT);
  private final DynamicWalk walk =
      new DynamicWalk(fleet.store, fleet::now, memberships, Bell.SILENT);

  @Test
  void a_group_that_cannot_be_walked_holds_up_no_other_and_is_tried_again_after_a_minute() {
    fleet.things("t1");
    create("a-finds-it", "t1");
    create("b-finds-nothing", "nothing");
    ids.broken = true;

    assertThatIllegalStateException().isThrownBy(walk::beat);
    walkToTheEnd();

    assertThat(standing("a-finds-it")).isEqualTo(Standing.BUILDING);
    assertThat(standing("b-finds-nothing")).isEqualTo(Standing.ACTIVE);

    ids.broken = false;
    fleet.pass(DynamicWalk.PUT_OFF.minusMillis(1));
    assertThat(walk.beat()).isFalse();
    fleet.pass(DynamicWalk.PUT_OFF);
    walkToTheEnd();
    assertThat(standing("a-finds-it")).isEqualTo(Standing.ACTIVE);
  }

  @Test
  void a_static_group_whose_change_moves_a_dynamic_one_owes_one_notice() {
    fleet.things("t1");
    fleet.group("fixed");
    create("moved", "thingGroupNames:fixed");
    walkToTheEnd();
    fleet.rollOut(continuous(forGroups("j1", "fixed")));
    fleet.rollOut(continuous(forGroups("j2", "moved")));

    fleet.join("fixed", "t1");

    assertThat(fleet.owed()).containsExactly("t1 list next [j1/1 QUEUED, j2/1 QUEUED]");
    fleet.leave("fixed", "t1");
    assertThat(fleet.owed()).containsExactly("t1 list next []");
    assertThat(fleet.now()).isEqualTo(T0);
  }

  @Test
  void a_query_is_read_once_however_often_it_is_asked() {
    var queries = new Queries();

    Query first = queries.of("attributes.model:x").orElseThrow();

    assertThat(queries.of("attributes.model:x").orElseThrow()).isSameAs(first);
    for (int n = 0; n <= Queries.KEPT_MAX; n++) {
      assertThat(queries.of("attributes.n:" + n)).isPresent();
    }
    assertThat(queries.of("(")).isEmpty();
    assertThat(queries.of("attributes.model:x")).contains(first);
  }

  private void create(String name, String query) {
    given(
        dynamic.create(
            new DynamicGroups.NewGroup(
                new GroupName(name), "", new TreeMap<>(), new TreeMap<>(), query)));
  }

  private Standing standing(String name) {
    return fleet
        .store
        .read(
            tx ->
                tx.groups()
                    .find(new GroupName(name))
                    .flatMap(group -> tx.dynamicGroups().find(group.id())))
        .orElseThrow()
        .standing();
  }

  private void walkToTheEnd() {
    int beats = 0;
    while (walk.beat()) {
      assertThat(++beats).isLessThan(100);
    }
  }

  /** Ids that are not to be had for a while. */
  private static final class BreakableIds implements Ids {
    private final Ids ids;
    private boolean broken;

    BreakableIds(Ids ids) {
      this.ids = ids;
    }

    @Override
    public UUID next() {
      return ids.next();
    }

    @Override
    public long nextOrder(Instant now) {
      if (broken) {
        throw new IllegalStateException("no order to be had");
      }
      return ids.nextOrder(now);
    }
  }
}
