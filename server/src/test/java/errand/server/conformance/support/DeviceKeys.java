package errand.server.conformance.support;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.X509CertSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A device's certificate and private key, as PEM texts. */
public record DeviceKeys(String certificatePem, String privateKeyPem) {
  private static final char[] PASSWORD = "test".toCharArray();

  /** A key pair made on the device, with its request for a certificate. */
  public record Request(String csrPem, String privateKeyPem) {}

  public static Request request(String name) {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(256);
      var pair = generator.generateKeyPair();
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
      var csr =
          new JcaPKCS10CertificationRequestBuilder(new X500Name("CN=" + name), pair.getPublic())
              .build(signer);
      return new Request(
          pem("CERTIFICATE REQUEST", csr.getEncoded()),
          pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException | OperatorCreationException | IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** A certificate that nobody but its owner vouches for. */
  public static DeviceKeys selfSigned(String name) {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      var pair = generator.generateKeyPair();
      var subject = new X500Name("CN=" + name);
      var now = Instant.now();
      var certificate =
          new JcaX509v3CertificateBuilder(
                  subject,
                  BigInteger.TWO,
                  Date.from(now.minus(Duration.ofDays(1))),
                  Date.from(now.plus(Duration.ofDays(1))),
                  subject,
                  pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withRSA").build(pair.getPrivate()));
      return new DeviceKeys(
          pem("CERTIFICATE", certificate.getEncoded()),
          pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    } catch (GeneralSecurityException | OperatorCreationException | IOException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static String pem(String kind, byte[] der) {
    var lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + kind + "-----\n" + lines + "\n-----END " + kind + "-----\n";
  }

  /** TLS that trusts that authority and shows these keys. */
  public SSLContext context(Path ca) {
    return context(managers().getKeyManagers(), trust(ca));
  }

  /** TLS that trusts that authority and shows nothing. */
  public static SSLContext contextWithoutKeys(Path ca) {
    return contextWithoutKeys(ca, Instant.now());
  }

  /** The same as of a moment. */
  public static SSLContext contextWithoutKeys(Path ca, Instant at) {
    return context(new KeyManager[0], trust(ca, at));
  }

  private static SSLContext context(KeyManager[] keys, TrustManagerFactory trust) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keys, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    }
  }

  public KeyManagerFactory managers() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, PASSWORD);
      store.setKeyEntry("device", key(), PASSWORD, new Certificate[] {parse(certificatePem)});
      var factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, PASSWORD);
      return factory;
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public static TrustManagerFactory trust(Path ca) {
    return trust(ca, Instant.now());
  }

  // A server on a time of its own has a certificate for that time.
  private static TrustManagerFactory trust(Path ca, Instant at) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, PASSWORD);
      store.setCertificateEntry("ca", parse(Files.readString(ca)));
      var factory = TrustManagerFactory.getInstance("PKIX");
      var parameters = new PKIXBuilderParameters(store, new X509CertSelector());
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(at));
      factory.init(new CertPathTrustManagerParameters(parameters));
      return factory;
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException(failure);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private PrivateKey key() throws IOException {
    try (var parser = new PEMParser(new StringReader(privateKeyPem))) {
      var info =
          switch (parser.readObject()) {
            case PEMKeyPair pair -> pair.getPrivateKeyInfo();
            case PrivateKeyInfo plain -> plain;
            case Object other -> throw new IOException("not a private key: " + other.getClass());
          };
      return new JcaPEMKeyConverter().getPrivateKey(info);
    }
  }

  private static Certificate parse(String pem) throws GeneralSecurityException, IOException {
    try (var in = new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8))) {
      return CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }
}
