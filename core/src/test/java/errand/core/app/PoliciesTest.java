package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.ControlRefusal.Why;
import errand.core.app.PolicyRows.Holder;
import errand.core.fleet.Policy;
import errand.core.fleet.policy.BoundThing;
import errand.core.fleet.policy.Evaluation;
import errand.core.fleet.policy.PolicyDocument;
import errand.core.name.GroupName;
import errand.core.name.PolicyName;
import errand.core.name.ThingName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PoliciesTest {
  private static final PolicyName P = new PolicyName("p");
  private static final PolicyName Q = new PolicyName("q");
  private static final ThingName PUMP = new ThingName("pump");
  private static final Holder CERTIFICATE = new Holder.OfCertificate("c1");

  private final Fleet fleet = new Fleet();
  private final List<AccessChange> told = new ArrayList<>();
  private final Policies policies =
      new Policies(fleet.store, () -> T0, PoliciesTest::read, told::add, Quotas.AWS);
  private final Certificates certificates =
      new Certificates(
          fleet.store, () -> T0, new FakeIssuer(), new FakeReader(), told::add, Territory.WHOLE);
  private final Access access = new Access(fleet.store, PoliciesTest::read);

  private static Answer<PolicyDocument, String> read(String document) {
    return document.startsWith("good")
        ? Answer.given(new PolicyDocument(List.of()))
        : Answer.refused("not good");
  }

  @Test
  void a_policy_begins_with_its_first_version_in_force() {
    given(policies.create(P, "good", new TreeMap<>()));

    Policies.Whole whole = given(policies.get(P));

    assertThat(whole.policy()).isEqualTo(new Policy(P, 1, 1, T0, T0));
    assertThat(whole.version().document()).isEqualTo("good");
    assertThat(refused(policies.create(P, "good", new TreeMap<>())).why())
        .isEqualTo(Why.ALREADY_EXISTS);
    assertThat(refused(policies.create(Q, "bad", new TreeMap<>())))
        .isEqualTo(new ControlRefusal(Why.MALFORMED_POLICY, "not good"));
  }

  @Test
  void numbers_of_versions_are_never_used_again() {
    given(policies.create(P, "good", new TreeMap<>()));
    given(policies.createVersion(P, "good 2", false));
    given(policies.deleteVersion(P, 2));

    assertThat(given(policies.createVersion(P, "good 3", true)).version().number()).isEqualTo(3);
    assertThat(given(policies.get(P)).version().document()).isEqualTo("good 3");
  }

  @Test
  void only_a_version_in_force_is_told_of() {
    given(policies.create(P, "good", new TreeMap<>()));
    given(policies.createVersion(P, "good 2", false));
    assertThat(told).isEmpty();

    given(policies.createVersion(P, "good 3", true));
    given(policies.putInForce(P, 1));

    assertThat(told).containsExactly(new AccessChange.OfPolicy(P), new AccessChange.OfPolicy(P));
  }

  @Test
  void attaching_twice_is_told_once_and_detaching_ends_connections() {
    given(certificates.issueWithKeys(true));
    given(policies.create(P, "good", new TreeMap<>()));
    given(policies.attach(P, CERTIFICATE));
    given(policies.attach(P, CERTIFICATE));
    given(policies.detach(P, CERTIFICATE));
    given(policies.detach(P, CERTIFICATE));

    assertThat(told)
        .containsExactly(
            new AccessChange.OfCertificate("c1", false),
            new AccessChange.OfCertificate("c1", true));
  }

  @Test
  void what_is_not_there_is_not_found() {
    given(policies.create(P, "good", new TreeMap<>()));

    assertThat(refused(policies.get(Q)).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(refused(policies.getVersion(P, 2)).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(refused(policies.putInForce(P, 2)).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(refused(policies.attach(P, CERTIFICATE)).why()).isEqualTo(Why.NOT_FOUND);
    assertThat(refused(policies.attach(P, new Holder.OfGroup(new GroupName("g")))).why())
        .isEqualTo(Why.NOT_FOUND);
    assertThat(told).isEmpty();
  }

  @Test
  void a_certificate_has_its_own_policies_and_those_of_all_groups_above_its_thing() {
    fleet.things("pump");
    fleet.group("top");
    fleet.groupBelow("top", "site");
    fleet.join("site", "pump");
    given(certificates.issueWithKeys(true));
    given(certificates.attach(PUMP, "c1", false));
    given(policies.create(P, "good", new TreeMap<>()));
    given(policies.create(Q, "good", new TreeMap<>()));
    given(policies.attach(P, CERTIFICATE));
    given(policies.attach(Q, new Holder.OfGroup(new GroupName("top"))));

    assertThat(names("pump")).containsExactly(P, Q);
    assertThat(names("other")).containsExactly(P);
    assertThat(access.of("c9", "pump")).isEmpty();
    assertThat(given(policies.attached(new Holder.OfGroup(new GroupName("site")), false)))
        .isEmpty();
    assertThat(given(policies.attached(new Holder.OfGroup(new GroupName("site")), true)))
        .containsExactly(Q);
  }

  private List<PolicyName> names(String client) {
    return access.of("c1", client).orElseThrow().policies().stream()
        .map(Evaluation.Named::name)
        .toList();
  }

  @Test
  void a_connection_is_of_the_thing_of_its_name_only_when_attached() {
    fleet.things("pump", "valve");
    given(certificates.issueWithKeys(true));
    given(certificates.attach(PUMP, "c1", false));

    assertThat(thing("pump")).contains(PUMP);
    assertThat(thing("valve")).isEmpty();
    assertThat(thing("no/name")).isEmpty();
  }

  @Test
  void a_connection_is_of_an_exclusive_thing_under_any_name() {
    fleet.things("pump", "valve");
    given(certificates.issueWithKeys(true));
    given(certificates.attach(PUMP, "c1", true));

    assertThat(thing("anything")).contains(PUMP);
    assertThat(thing("valve")).contains(PUMP);
  }

  private Optional<ThingName> thing(String client) {
    return access.of("c1", client).orElseThrow().thing().map(BoundThing::name);
  }
}
