package errand.core.app;

import java.util.Optional;

/**
 * Reads certificates without cryptography: the text {@code id/issuer} is a device's, signed by the
 * authority of that name, and {@code CA/name} an authority's. With a third part, such as {@code
 * id/issuer/name}, it has a common name.
 */
final class FakeReader implements CertificateReader {
  @Override
  public Optional<Seen> read(String pem) {
    String[] parts = pem.split("/", -1);
    if (parts.length < 2) {
      return Optional.empty();
    }
    boolean authority = parts[0].equals("CA");
    return Optional.of(
        new Seen(
            authority ? "id of " + parts[1] : parts[0],
            pem,
            FakeIssuer.VALID,
            authority ? parts[1] : "device",
            parts[1],
            parts.length > 2 ? Optional.of(parts[2]) : Optional.empty(),
            authority));
  }

  @Override
  public boolean signed(String pem, String authorityPem) {
    return read(pem).map(Seen::issuer).equals(read(authorityPem).map(Seen::subject));
  }
}
