package errand.core.app;

import errand.core.fleet.Validity;
import java.time.Instant;
import java.util.Optional;

/** Makes certificates without cryptography: c1, c2, and so on. */
final class FakeIssuer implements Issuer {
  static final Validity VALID = new Validity(Instant.EPOCH, Instant.parse("2050-01-01T00:00:00Z"));

  private int made;

  @Override
  public Issued withKeys() {
    made++;
    return new Issued(
        "c" + made, "pem of c" + made, VALID, Optional.of(new Keys("public", "private")));
  }

  @Override
  public Issued withKeys(Instant until) {
    made++;
    return new Issued(
        "c" + made,
        "pem of c" + made,
        new Validity(Instant.EPOCH, until),
        Optional.of(new Keys("public", "private")));
  }

  @Override
  public Answer<Issued, String> fromCsr(String pem) {
    if (!pem.equals("good")) {
      return Answer.refused("The CSR cannot be read.");
    }
    made++;
    return Answer.given(new Issued("c" + made, "pem of c" + made, VALID, Optional.empty()));
  }
}
