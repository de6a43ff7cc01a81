package errand.server.identity;

import errand.core.app.CertificateReader;
import errand.core.fleet.Validity;
import errand.core.fleet.policy.CertificateNames;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** Reads certificates with the JDK's and Bouncy Castle's parsers. Threads: any. */
public final class X509Reader implements CertificateReader {
  /** Longest text read, in characters; the service model allows as much. */
  private static final int PEM_CHARS_MAX = 65_536;

  @Override
  public Optional<Seen> read(String pem) {
    return certificate(pem).map(X509Reader::seen);
  }

  private static Optional<X509Certificate> certificate(String pem) {
    return pem.length() > PEM_CHARS_MAX ? Optional.empty() : Pem.certificate(pem);
  }

  private static Seen seen(X509Certificate certificate) {
    return new Seen(
        DeviceCertificate.idOf(certificate),
        Pem.of(certificate),
        validity(certificate),
        name(certificate.getSubjectX500Principal()),
        name(certificate.getIssuerX500Principal()),
        new X509Names(certificate).values("Subject.CommonName").stream().findFirst(),
        certificate.getBasicConstraints() >= 0);
  }

  @Override
  public CertificateNames names(String pem) {
    return certificate(pem).<CertificateNames>map(X509Names::new).orElse(CertificateNames.NONE);
  }

  static Validity validity(X509Certificate certificate) {
    return new Validity(
        certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
  }

  private static String name(X500Principal principal) {
    return principal.getName(X500Principal.CANONICAL);
  }

  @Override
  public boolean signed(String pem, String authorityPem) {
    Optional<X509Certificate> authority = certificate(authorityPem);
    return certificate(pem)
        .filter(each -> authority.filter(above -> signed(each, above)).isPresent())
        .isPresent();
  }

  private static boolean signed(X509Certificate certificate, X509Certificate authority) {
    try {
      certificate.verify(authority.getPublicKey());
      return certificate.getIssuerX500Principal().equals(authority.getSubjectX500Principal());
    } catch (GeneralSecurityException notSigned) {
      return false; // a signature that cannot be checked proves nothing
    }
  }
}
