package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.ControlRefusal.Why;
import errand.core.fleet.Attachment;
import errand.core.fleet.Certificate;
import errand.core.fleet.Certificate.Source;
import errand.core.fleet.Certificate.Standing;
import errand.core.fleet.PolicyTarget;
import errand.core.name.PolicyName;
import errand.core.name.ThingName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CertificatesTest {
  private static final ThingName PUMP = new ThingName("pump");
  private static final ThingName VALVE = new ThingName("valve");

  private final Fleet fleet = new Fleet();
  private final List<AccessChange> told = new ArrayList<>();
  private final Certificates certificates =
      new Certificates(
          fleet.store, () -> T0, new FakeIssuer(), new FakeReader(), told::add, Territory.WHOLE);
  private final Authorities authorities =
      new Authorities(fleet.store, new SteppingIds(), () -> T0, new FakeReader(), Quotas.AWS);

  @Test
  void an_issued_certificate_is_registered_without_its_private_key() {
    var issued = given(certificates.issueWithKeys(true));

    assertThat(issued.keys()).isPresent();
    assertThat(given(certificates.describe("c1")))
        .isEqualTo(
            new Certificate(
                "c1", "pem of c1", Standing.ACTIVE, new Source.Issued(), FakeIssuer.VALID, T0, T0));
  }

  @Test
  void a_certificate_may_be_issued_for_later() {
    given(certificates.issueFromCsr("good", false));

    assertThat(given(certificates.describe("c1")).standing()).isEqualTo(Standing.INACTIVE);
  }

  @Test
  void a_bad_signing_request_is_refused_with_its_reason() {
    assertThat(refused(certificates.issueFromCsr("bad", true)))
        .isEqualTo(new ControlRefusal(Why.INVALID, "The CSR cannot be read."));
    assertThat(refused(certificates.describe("c1")).why()).isEqualTo(Why.NOT_FOUND);
  }

  @ParameterizedTest
  @EnumSource
  void a_standing_may_be_set_and_set_again(Standing standing) {
    given(certificates.issueWithKeys(true));

    Certificate once = given(certificates.setStanding("c1", standing));

    assertThat(once.standing()).isEqualTo(standing);
    assertThat(given(certificates.setStanding("c1", standing))).isEqualTo(once);
    assertThat(given(certificates.describe("c1"))).isEqualTo(once);
  }

  @Test
  void taking_a_certificate_out_of_use_is_told_as_the_end_of_its_connections() {
    given(certificates.issueWithKeys(true));
    told.clear();

    given(certificates.setStanding("c1", Standing.INACTIVE));
    given(certificates.setStanding("c1", Standing.ACTIVE));
    given(certificates.setStanding("c1", Standing.REVOKED));
    given(certificates.delete("c1", false));

    assertThat(told)
        .containsExactly(
            new AccessChange.OfCertificate("c1", true),
            new AccessChange.OfCertificate("c1", false),
            new AccessChange.OfCertificate("c1", true),
            new AccessChange.OfCertificate("c1", true));
  }

  @Test
  void an_active_certificate_is_not_deleted_even_by_force() {
    given(certificates.issueWithKeys(true));

    assertThat(refused(certificates.delete("c1", false)).why()).isEqualTo(Why.CERTIFICATE_STATE);
    assertThat(refused(certificates.delete("c1", true)).why()).isEqualTo(Why.CERTIFICATE_STATE);
  }

  @Test
  void a_certificate_with_a_thing_is_not_deleted_even_by_force() {
    fleet.things("pump");
    given(certificates.issueWithKeys(false));
    given(certificates.attach(PUMP, "c1", false));

    assertThat(refused(certificates.delete("c1", true)).why()).isEqualTo(Why.DELETE_CONFLICT);

    given(certificates.detach(PUMP, "c1"));
    given(certificates.delete("c1", false));
    assertThat(refused(certificates.describe("c1")).why()).isEqualTo(Why.NOT_FOUND);
  }

  @Test
  void a_certificate_with_a_policy_is_deleted_by_force_only() {
    var target = new PolicyTarget.OfCertificate("c1");
    var policy = new PolicyName("p");
    given(certificates.issueWithKeys(false));
    fleet.store.transact(tx -> tx.policies().attach(policy, target));

    assertThat(refused(certificates.delete("c1", false)).why()).isEqualTo(Why.DELETE_CONFLICT);
    given(certificates.delete("c1", true));

    List<PolicyName> left = fleet.store.read(tx -> tx.policies().attached(target));
    assertThat(left).isEmpty();
  }

  @Test
  void an_unknown_certificate_is_not_found() {
    fleet.things("pump");
    var none = new ControlRefusal(Why.NOT_FOUND, "Certificate c9 not found.");

    assertThat(refused(certificates.describe("c9"))).isEqualTo(none);
    assertThat(refused(certificates.setStanding("c9", Standing.REVOKED))).isEqualTo(none);
    assertThat(refused(certificates.attach(PUMP, "c9", false))).isEqualTo(none);
    assertThat(refused(certificates.detach(PUMP, "c9"))).isEqualTo(none);
    assertThat(refused(certificates.delete("c9", true))).isEqualTo(none);
    assertThat(refused(certificates.things("c9", Optional.empty(), 1))).isEqualTo(none);
    assertThat(told).isEmpty();
  }

  @Test
  void a_certificate_is_not_attached_to_an_unknown_thing() {
    given(certificates.issueWithKeys(true));

    assertThat(refused(certificates.attach(PUMP, "c1", false)).why()).isEqualTo(Why.NOT_FOUND);
  }

  @Test
  void attaching_is_repeatable_and_seen_from_both_sides() {
    fleet.things("pump", "valve");
    given(certificates.issueWithKeys(true));
    given(certificates.attach(VALVE, "c1", false));
    given(certificates.attach(PUMP, "c1", false));
    given(certificates.attach(PUMP, "c1", false));

    assertThat(given(certificates.things("c1", Optional.empty(), 1)).more()).isTrue();
    assertThat(given(certificates.things("c1", Optional.empty(), 2)).items())
        .extracting(Attachment::thingName)
        .containsExactly(PUMP, VALVE);
    assertThat(given(certificates.principals(PUMP)))
        .extracting(Attachment::certificateId)
        .containsExactly("c1");
  }

  @Test
  void a_certificate_exclusive_to_one_thing_speaks_for_no_other() {
    fleet.things("pump", "valve");
    given(certificates.issueWithKeys(true));
    given(certificates.attach(PUMP, "c1", true));

    assertThat(refused(certificates.attach(VALVE, "c1", false)).why()).isEqualTo(Why.INVALID);

    given(certificates.attach(PUMP, "c1", false));
    given(certificates.attach(VALVE, "c1", false));
    assertThat(refused(certificates.attach(PUMP, "c1", true)).why()).isEqualTo(Why.INVALID);
  }

  @Test
  void a_certificate_is_registered_as_it_is_once() {
    given(certificates.registerAlone("d1/anybody", Standing.ACTIVE));

    assertThat(given(certificates.describe("d1")).source()).isEqualTo(new Source.Alone());
    assertThat(refused(certificates.registerAlone("d1/anybody", Standing.ACTIVE)).why())
        .isEqualTo(Why.ALREADY_EXISTS);
    assertThat(refused(certificates.registerAlone("nonsense", Standing.ACTIVE)).why())
        .isEqualTo(Why.CERTIFICATE_INVALID);
  }

  @Test
  void a_certificate_is_registered_on_the_word_of_an_active_authority_only() {
    register("acme", true, false);
    register("idle", false, false);

    given(certificates.registerSigned("d1/acme", Optional.empty(), Standing.INACTIVE));
    var source = given(certificates.describe("d1")).source();

    assertThat(source).isEqualTo(new Source.SignedBy("id of acme"));
    assertThat(signedRefusal("d2/idle", Optional.empty())).isEqualTo(Why.CERTIFICATE_STATE);
    assertThat(signedRefusal("d2/stranger", Optional.empty())).isEqualTo(Why.CERTIFICATE_INVALID);
    assertThat(signedRefusal("d2/acme", Optional.of("CA/idle"))).isEqualTo(Why.CERTIFICATE_INVALID);
  }

  private Why signedRefusal(String pem, Optional<String> authority) {
    return refused(certificates.registerSigned(pem, authority, Standing.ACTIVE)).why();
  }

  @Test
  void a_device_of_an_authority_with_automatic_registration_is_registered_when_it_comes() {
    register("acme", true, true);
    register("idle", false, true);
    register("plain", true, false);

    assertThat(certificates.met("d1/acme")).isPresent();
    assertThat(certificates.met("d1/acme")).isEmpty();
    assertThat(certificates.met("d2/idle")).isEmpty();
    assertThat(certificates.met("d3/plain")).isEmpty();
    assertThat(certificates.met("d4/stranger")).isEmpty();

    assertThat(given(certificates.describe("d1")).standing())
        .isEqualTo(Standing.PENDING_ACTIVATION);
  }

  private void register(String name, boolean active, boolean registersDevices) {
    given(
        authorities.register(
            new Authorities.NewAuthority(
                "CA/" + name, Optional.empty(), active, registersDevices, new TreeMap<>())));
  }

  @Test
  void an_authority_is_registered_with_the_code_its_key_has_signed() {
    String code = authorities.code();

    assertThat(authorities.code()).isEqualTo(code).hasSize(64);
    assertThat(proofRefusal("proof/acme/wrong")).isEqualTo(Why.REGISTRATION_CODE);
    assertThat(proofRefusal("proof/other/" + code)).isEqualTo(Why.REGISTRATION_CODE);
    given(authorities.register(proven("proof/acme/" + code)));
    assertThat(proofRefusal("proof/acme/" + code)).isEqualTo(Why.ALREADY_EXISTS);

    authorities.deleteCode();
    assertThat(authorities.code()).isNotEqualTo(code);
  }

  private Why proofRefusal(String proof) {
    return refused(authorities.register(proven(proof))).why();
  }

  private static Authorities.NewAuthority proven(String proof) {
    return new Authorities.NewAuthority(
        "CA/acme", Optional.of(proof), true, false, new TreeMap<>());
  }

  @Test
  void an_active_authority_is_not_deleted() {
    register("acme", true, true);

    assertThat(refused(authorities.delete("id of acme")).why()).isEqualTo(Why.CERTIFICATE_STATE);
    given(
        authorities.update(
            "id of acme", found -> new Authorities.Switches(false, found.registersDevices())));
    assertThat(given(authorities.describe("id of acme")).registersDevices()).isTrue();
    given(authorities.delete("id of acme"));
    assertThat(authorities.list(true)).isEmpty();
  }
}
