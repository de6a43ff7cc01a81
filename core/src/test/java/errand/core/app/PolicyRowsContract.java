package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.group;
import static errand.core.app.StoreSamples.groupBelow;
import static errand.core.app.StoreSamples.groupId;
import static errand.core.app.StoreSamples.member;
import static errand.core.app.StoreSamples.thing;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.app.PolicyRows.Holder;
import errand.core.fleet.Policy;
import errand.core.fleet.PolicyTarget;
import errand.core.fleet.PolicyVersion;
import errand.core.name.GroupName;
import errand.core.name.PolicyName;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link PolicyRows}. */
interface PolicyRowsContract extends ContractedStore {
  PolicyName A = new PolicyName("a");
  PolicyName B = new PolicyName("b");
  PolicyTarget CERTIFICATE = new PolicyTarget.OfCertificate("c1");

  @Test
  default void a_policy_comes_back_whole_and_may_be_replaced() {
    var policy = new Policy(A, 1, 1, T0, T0);
    Policy grown = policy.grown(true, T0.plusSeconds(1));

    change(tx -> tx.policies().save(policy));
    assertFound(tx -> tx.policies().find(A)).contains(policy);
    change(tx -> tx.policies().save(grown));
    assertFound(tx -> tx.policies().find(A)).contains(grown);
    assertFound(tx -> tx.policies().find(B)).isEmpty();
  }

  @Test
  default void policies_are_listed_by_name_either_way() {
    var a = new Policy(A, 1, 1, T0, T0);
    var b = new Policy(B, 1, 1, T0, T0);
    change(tx -> List.of(b, a).forEach(tx.policies()::save));

    assertListed(tx -> tx.policies().list(Optional.empty(), true, 9)).containsExactly(a, b);
    assertListed(tx -> tx.policies().list(Optional.of(A), true, 9)).containsExactly(b);
    assertListed(tx -> tx.policies().list(Optional.empty(), false, 9)).containsExactly(b, a);
    assertListed(tx -> tx.policies().list(Optional.of(B), false, 9)).containsExactly(a);
    assertListed(tx -> tx.policies().list(Optional.empty(), true, 1)).containsExactly(a);
  }

  @Test
  default void versions_are_kept_newest_first_and_go_with_the_policy() {
    var one = new PolicyVersion(A, 1, "{}", T0);
    var two = new PolicyVersion(A, 2, "{ }", T0.plusSeconds(1));
    change(
        tx -> {
          tx.policies().save(new Policy(A, 1, 2, T0, T0));
          tx.policies().insert(one);
          tx.policies().insert(two);
        });

    assertListed(tx -> tx.policies().versions(A)).containsExactly(two, one);
    assertThatThrownBy(() -> change(tx -> tx.policies().insert(one)))
        .isInstanceOf(IllegalStateException.class);
    change(tx -> assertThat(tx.policies().deleteVersion(A, 1)).isTrue());
    change(tx -> assertThat(tx.policies().deleteVersion(A, 1)).isFalse());
    assertListed(tx -> tx.policies().versions(A)).containsExactly(two);

    change(tx -> assertThat(tx.policies().delete(A)).isTrue());
    change(tx -> assertThat(tx.policies().delete(A)).isFalse());
    assertListed(tx -> tx.policies().versions(A)).isEmpty();
    assertFound(tx -> tx.policies().find(A)).isEmpty();
  }

  @Test
  default void a_policy_is_attached_once_to_certificates_and_groups() {
    var ofGroup = new PolicyTarget.OfGroup(groupId(7));
    var ofNobody = new PolicyTarget.OfGroup(groupId(8));
    change(
        tx -> {
          tx.groups().insert(group("g", 7));
          assertThat(tx.policies().attach(B, CERTIFICATE)).isTrue();
          assertThat(tx.policies().attach(A, CERTIFICATE)).isTrue();
          assertThat(tx.policies().attach(A, CERTIFICATE)).isFalse();
          assertThat(tx.policies().attach(A, ofGroup)).isTrue();
          assertThat(tx.policies().attach(A, ofNobody)).isTrue();
        });

    assertListed(tx -> tx.policies().attached(CERTIFICATE)).containsExactly(A, B);
    assertListed(tx -> tx.policies().attached(ofGroup)).containsExactly(A);
    assertListed(tx -> tx.policies().holders(A))
        .containsExactly(new Holder.OfCertificate("c1"), new Holder.OfGroup(new GroupName("g")));
    assertListed(tx -> tx.policies().holders(B)).containsExactly(new Holder.OfCertificate("c1"));

    change(
        tx -> {
          assertThat(tx.policies().detach(A, CERTIFICATE)).isTrue();
          assertThat(tx.policies().detach(A, CERTIFICATE)).isFalse();
          assertThat(tx.policies().detach(A, ofGroup)).isTrue();
        });
    assertListed(tx -> tx.policies().attached(CERTIFICATE)).containsExactly(B);
    assertListed(tx -> tx.policies().holders(A)).isEmpty();
  }

  @Test
  default void a_thing_has_its_groups_and_all_above_them_once() {
    var top = group("top", 1);
    var left = groupBelow(top, "left", 2);
    var right = groupBelow(top, "right", 3);
    var other = group("other", 4);
    change(
        tx -> {
          tx.things().insert(thing("t", 1));
          List.of(top, left, right, other).forEach(tx.groups()::insert);
          tx.memberships().join(member(2, "t", 1));
          tx.memberships().join(member(3, "t", 1));
        });

    assertListed(tx -> tx.policies().groupsOf(thingId(1)))
        .containsExactlyInAnyOrder(groupId(1), groupId(2), groupId(3));
    assertListed(tx -> tx.policies().groupsOf(thingId(2))).isEmpty();
  }
}
