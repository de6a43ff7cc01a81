package errand.core.app;

import errand.core.fleet.Validity;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes device certificates. Blocks while keys are made; throws nothing that a caller can cause.
 */
public interface Issuer {
  /** A new key pair with its certificate. The private key is kept nowhere. */
  Issued withKeys();

  /** The same, good until an instant that is soon. */
  Issued withKeys(Instant until);

  /** A certificate for the key of a signing request, or what is wrong with the request. */
  Answer<Issued, String> fromCsr(String pem);

  /** A certificate just made; all texts are PEM. */
  record Issued(
      String certificateId, String certificatePem, Validity validity, Optional<Keys> keys) {}

  /** A key pair as PEM. */
  record Keys(String publicPem, String privatePem) {
    @Override
    public String toString() {
      return "Keys[...]";
    }
  }
}
