package errand.core.app;

import errand.core.fleet.Authority;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which registered authority has signed a certificate. */
final class Vouching {
  private Vouching() {}

  /** The active authority behind a certificate that an operator registers. */
  static Answer<Authority, ControlRefusal> authority(
      Tx tx, CertificateReader reader, CertificateReader.Seen seen, Optional<String> authorityPem) {
    List<Authority> named = tx.authorities().named(seen.issuer());
    if (authorityPem.isPresent()) {
      Optional<String> id = reader.read(authorityPem.get()).map(CertificateReader.Seen::id);
      named = named.stream().filter(each -> id.equals(Optional.of(each.id()))).toList();
    } else if (named.size() > 1) {
      return ControlRefusal.because(
          ControlRefusal.Why.CERTIFICATE_CONFLICT,
          "Several registered CA certificates have the issuer's name; give caCertificatePem.");
    }
    return named.stream()
        .filter(each -> reader.signed(seen.pem(), each.pem()))
        .findFirst()
        .map(Vouching::active)
        .orElseGet(
            () ->
                ControlRefusal.because(
                    ControlRefusal.Why.CERTIFICATE_INVALID,
                    "No registered CA certificate has signed this certificate."));
  }

  private static Answer<Authority, ControlRefusal> active(Authority authority) {
    return authority.active()
        ? Answer.given(authority)
        : ControlRefusal.because(
            ControlRefusal.Why.CERTIFICATE_STATE,
            "The CA certificate " + authority.id() + " is not ACTIVE.");
  }

  /** The authority on whose word a device that connects is registered. */
  static Optional<Authority> registering(
      Tx tx, CertificateReader reader, CertificateReader.Seen seen, Instant now) {
    return tx.authorities().named(seen.issuer()).stream()
        .filter(each -> each.active() && each.registersDevices() && each.validity().holdsAt(now))
        .filter(each -> seen.validity().holdsAt(now) && reader.signed(seen.pem(), each.pem()))
        .findFirst();
  }
}
