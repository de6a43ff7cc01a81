package errand.server.access;

import errand.server.identity.Pem;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** Certificates made outside of the server. */
public final class Makers {
  private static final AtomicLong SERIALS = new AtomicLong(1);

  private Makers() {}

  /** A key with its certificate. */
  public record Made(KeyPair pair, X509Certificate certificate) {
    public String pem() {
      return Pem.of(certificate);
    }

    DeviceIdentity identity(String id, String arn) {
      return new DeviceIdentity(id, arn, certificate, pair.getPrivate());
    }
  }

  public static Made authority(String name) {
    KeyPair pair = pair();
    var subject = new X500Name("CN=" + name);
    return new Made(pair, sign(subject, subject, pair, pair, true));
  }

  /** One that nobody vouches for and whose last day was yesterday. */
  static Made expired(String name) {
    KeyPair pair = pair();
    var subject = new X500Name("CN=" + name);
    var end = Instant.now().minus(Duration.ofDays(1));
    return new Made(pair, sign(subject, subject, pair, pair, false, end));
  }

  public static Made signedBy(Made authority, String name) {
    KeyPair pair = pair();
    var issuer =
        X500Name.getInstance(authority.certificate().getSubjectX500Principal().getEncoded());
    return new Made(pair, sign(issuer, new X500Name("CN=" + name), pair, authority.pair(), false));
  }

  static String signingRequest(String name) {
    KeyPair pair = pair();
    try {
      var request =
          new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=" + name), pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      var text = new StringWriter();
      try (var pem = new JcaPEMWriter(text)) {
        pem.writeObject(request);
      }
      return text.toString();
    } catch (IOException | OperatorCreationException failure) {
      throw new AssertionError(failure);
    }
  }

  private static KeyPair pair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException failure) {
      throw new AssertionError(failure);
    }
  }

  private static X509Certificate sign(
      X500Name issuer, X500Name subject, KeyPair own, KeyPair signer, boolean authority) {
    var end = Instant.now().plus(Duration.ofDays(1));
    return sign(issuer, subject, own, signer, authority, end);
  }

  private static X509Certificate sign(
      X500Name issuer,
      X500Name subject,
      KeyPair own,
      KeyPair signer,
      boolean authority,
      Instant end) {
    var builder =
        new JcaX509v3CertificateBuilder(
            issuer,
            BigInteger.valueOf(SERIALS.incrementAndGet()),
            Date.from(end.minus(Duration.ofDays(2))),
            Date.from(end),
            subject,
            own.getPublic());
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
    } catch (CertIOException | GeneralSecurityException | OperatorCreationException failure) {
      throw new AssertionError(failure);
    }
  }
}
