package errand.server.identity;

import java.io.IOException;
import java.io.StringReader;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;

/** Certificates, keys and signing requests as PEM text, and back. */
public final class Pem {
  private Pem() {}

  /** One {@code CERTIFICATE} block, ending in a line feed. */
  public static String of(X509Certificate certificate) {
    try {
      return block("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a parsed certificate without an encoding", e);
    }
  }

  /** A {@code PUBLIC KEY} block. */
  public static String of(PublicKey key) {
    return block("PUBLIC KEY", key.getEncoded());
  }

  /** A PKCS#8 {@code PRIVATE KEY} block. */
  public static String of(PrivateKey key) {
    return block("PRIVATE KEY", key.getEncoded());
  }

  /**
   * The form a device gets: {@code RSA PRIVATE KEY} for RSA, as AWS hands it out and as some
   * embedded TLS libraries want it; PKCS#8 for the rest.
   */
  static String forDevice(PrivateKey key) {
    if (!key.getAlgorithm().equals("RSA")) {
      return of(key);
    }
    try {
      var body = PrivateKeyInfo.getInstance(key.getEncoded()).parsePrivateKey();
      return block("RSA PRIVATE KEY", body.toASN1Primitive().getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException("a private key without an encoding", e);
    }
  }

  /** The first certificate in the text; empty when there is none or it does not parse. */
  public static Optional<X509Certificate> certificate(String text) {
    try {
      return certificates(text).stream().findFirst();
    } catch (IOException | CertificateException e) {
      return Optional.empty(); // the caller's text, so its refusal and not our failure
    }
  }

  static List<X509Certificate> certificates(String text) throws IOException, CertificateException {
    var converter = new JcaX509CertificateConverter();
    var found = new ArrayList<X509Certificate>();
    for (var each : objects(text)) {
      if (each instanceof X509CertificateHolder holder) {
        found.add(converter.getCertificate(holder));
      }
    }
    return List.copyOf(found);
  }

  /** The first private key in the text, whatever its form; empty when there is none. */
  public static Optional<PrivateKey> privateKey(String text) throws IOException {
    var converter = new JcaPEMKeyConverter();
    for (var each : objects(text)) {
      if (each instanceof PrivateKeyInfo info) {
        return Optional.of(converter.getPrivateKey(info));
      }
      if (each instanceof PEMKeyPair pair) {
        return Optional.of(converter.getPrivateKey(pair.getPrivateKeyInfo()));
      }
    }
    return Optional.empty();
  }

  static Optional<PKCS10CertificationRequest> signingRequest(String text) {
    try {
      return objects(text).stream()
          .filter(PKCS10CertificationRequest.class::isInstance)
          .map(PKCS10CertificationRequest.class::cast)
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static List<Object> objects(String text) throws IOException {
    var found = new ArrayList<>();
    try (var parser = new PEMParser(new StringReader(text))) {
      for (var each = parser.readObject(); each != null; each = parser.readObject()) {
        found.add(each);
      }
    } catch (RuntimeException e) { // the parser's way to report broken base64 or ASN.1
      throw new PEMException("not PEM: " + e.getMessage(), e);
    }
    return found;
  }

  private static String block(String kind, byte[] der) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }
}
