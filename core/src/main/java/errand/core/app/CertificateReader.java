package errand.core.app;

import errand.core.fleet.Validity;
import errand.core.fleet.policy.CertificateNames;
import java.util.Optional;

/** Reads certificates; pure computation, so it may be called anywhere. */
public interface CertificateReader {
  /** The first certificate in a PEM text; empty when there is none. */
  Optional<Seen> read(String pem);

  /** True when the authority's key has signed the certificate; both texts are PEM. */
  boolean signed(String pem, String authorityPem);

  /** The names inside the first certificate of a PEM text; none when there is none. */
  default CertificateNames names(String pem) {
    return CertificateNames.NONE;
  }

  /**
   * What is written in a certificate.
   *
   * @param id SHA-256 of the DER form, 64 lower-case hexadecimal digits
   * @param pem one block, ending in a line feed
   * @param subject distinguished name, spelled the same way as issuers
   * @param commonName the subject's, when it has one
   * @param authority whether it may sign others
   */
  record Seen(
      String id,
      String pem,
      Validity validity,
      String subject,
      String issuer,
      Optional<String> commonName,
      boolean authority) {}
}
