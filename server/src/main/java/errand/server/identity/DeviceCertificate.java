package errand.server.identity;

import com.google.common.cache.Cache;
import com.google.common.cache.CacheBuilder;
import com.google.common.hash.Hashing;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * A device's certificate in the forms the registry keeps.
 *
 * @param certificateId 64 lower-case hexadecimal digits: SHA-256 of the DER form, as on AWS
 * @param pem one {@code CERTIFICATE} block
 * @param certificate the parsed form
 */
public record DeviceCertificate(String certificateId, String pem, X509Certificate certificate) {
  // By identity: a connection hands out the same object for each of its requests.
  private static final Cache<X509Certificate, String> IDS =
      CacheBuilder.newBuilder().weakKeys().build();

  /** Derives id and PEM. */
  public static DeviceCertificate of(X509Certificate certificate) {
    return new DeviceCertificate(idOf(certificate), Pem.of(certificate), certificate);
  }

  /** Reads the first certificate of a PEM text; empty when there is none. */
  public static Optional<DeviceCertificate> parse(String pem) {
    return Pem.certificate(pem).map(DeviceCertificate::of);
  }

  /** The id of a certificate met in a handshake; known from the second time on. */
  public static String idOf(X509Certificate certificate) {
    var known = IDS.getIfPresent(certificate);
    if (known != null) {
      return known;
    }
    var id = digest(certificate);
    IDS.put(certificate, id);
    return id;
  }

  private static String digest(X509Certificate certificate) {
    try {
      return Hashing.sha256().hashBytes(certificate.getEncoded()).toString();
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("no octets of a parsed certificate", e);
    }
  }
}
