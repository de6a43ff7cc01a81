package errand.core.app;

import java.util.Optional;

/** Makes certificates without cryptography: c1, c2, and so on. */
final class FakeIssuer implements Issuer {
  private int made;

  @Override
  public Issued withKeys() {
    made++;
    return new Issued("c" + made, "pem of c" + made, Optional.of(new Keys("public", "private")));
  }

  @Override
  public Answer<Issued, String> fromCsr(String pem) {
    if (!pem.equals("good")) {
      return Answer.refused("The CSR cannot be read.");
    }
    made++;
    return Answer.given(new Issued("c" + made, "pem of c" + made, Optional.empty()));
  }
}
