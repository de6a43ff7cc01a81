package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.refused;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.ControlRefusal.Why;
import errand.core.fleet.Certificate;
import errand.core.fleet.Certificate.Standing;
import errand.core.name.ThingName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Certificates: control-plane 10.4. */
class RegistryTest {
  private static final ThingName PUMP = new ThingName("pump");

  private final Fleet fleet = new Fleet();
  private final Registry registry = fleet.registry;

  @Test
  void an_issued_certificate_is_registered_without_its_private_key() {
    var issued = given(registry.issueWithKeys(true));

    assertThat(issued.keys()).isPresent();
    assertThat(given(registry.describeCertificate("c1")))
        .isEqualTo(new Certificate("c1", "pem of c1", Standing.ACTIVE, T0));
    assertThat(registry.certificate("c1")).isPresent();
  }

  @Test
  void a_certificate_may_be_issued_for_later() {
    given(registry.issueFromCsr("good", false));

    assertThat(given(registry.describeCertificate("c1")).standing()).isEqualTo(Standing.INACTIVE);
  }

  @Test
  void a_bad_signing_request_is_refused_with_its_reason() {
    assertThat(refused(registry.issueFromCsr("bad", true)))
        .isEqualTo(new ControlRefusal(Why.INVALID, "The CSR cannot be read."));
    assertThat(registry.certificate("c1")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void a_standing_may_be_set_and_set_again(Standing standing) {
    given(registry.issueWithKeys(true));

    Certificate once = given(registry.setStanding("c1", standing));

    assertThat(once).isEqualTo(new Certificate("c1", "pem of c1", standing, T0));
    assertThat(given(registry.setStanding("c1", standing))).isEqualTo(once);
    assertThat(given(registry.describeCertificate("c1"))).isEqualTo(once);
  }

  @Test
  void a_certificate_speaks_for_the_things_it_is_attached_to_while_it_is_active() {
    fleet.things("pump", "valve");
    given(registry.issueWithKeys(true));
    assertThat(registry.speaksFor("c1", PUMP)).isFalse();

    given(registry.attach(PUMP, "c1"));
    given(registry.attach(PUMP, "c1"));

    assertThat(registry.speaksFor("c1", PUMP)).isTrue();
    assertThat(registry.speaksFor("c1", new ThingName("valve"))).isFalse();
    assertThat(registry.speaksFor("c9", PUMP)).isFalse();
    given(registry.setStanding("c1", Standing.INACTIVE));
    assertThat(registry.speaksFor("c1", PUMP)).isFalse();
    given(registry.setStanding("c1", Standing.REVOKED));
    assertThat(registry.speaksFor("c1", PUMP)).isFalse();
    given(registry.setStanding("c1", Standing.ACTIVE));
    assertThat(registry.speaksFor("c1", PUMP)).isTrue();
  }

  @Test
  void an_unknown_certificate_is_not_found() {
    fleet.things("pump");
    var none = new ControlRefusal(Why.NOT_FOUND, "Certificate c9 not found.");

    assertThat(refused(registry.describeCertificate("c9"))).isEqualTo(none);
    assertThat(refused(registry.setStanding("c9", Standing.REVOKED))).isEqualTo(none);
    assertThat(refused(registry.attach(PUMP, "c9"))).isEqualTo(none);
    assertThat(registry.certificate("c9")).isEmpty();
  }

  @Test
  void a_certificate_is_not_attached_to_an_unknown_thing() {
    given(registry.issueWithKeys(true));

    assertThat(refused(registry.attach(PUMP, "c1")).why()).isEqualTo(Why.NOT_FOUND);
  }
}
