package errand.server.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import javax.net.ssl.KeyManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A simulated device's key: made on the device, never sent; only a signing request leaves it. */
record DeviceKey(KeyPair pair) {
  static DeviceKey make() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new DeviceKey(generator.generateKeyPair());
    } catch (GeneralSecurityException failure) {
      throw new IllegalStateException("this JDK makes no P-256 keys", failure);
    }
  }

  /** The key in a PEM file, such as {@link #pem} writes. */
  static DeviceKey read(String pem) {
    try (var parser = new PEMParser(new StringReader(pem))) {
      var converter = new JcaPEMKeyConverter();
      return switch (parser.readObject()) {
        case PEMKeyPair keys -> secret(converter.getPrivateKey(keys.getPrivateKeyInfo()));
        case PrivateKeyInfo key -> secret(converter.getPrivateKey(key));
        case null, default -> throw new IllegalArgumentException("not a private key in PEM");
      };
    } catch (IOException failure) {
      throw new UncheckedIOException("not a private key in PEM", failure);
    }
  }

  // To connect takes the secret half only; the certificate has the other one.
  private static DeviceKey secret(PrivateKey key) {
    return new DeviceKey(new KeyPair(null, key));
  }

  /** The private key, PEM. */
  String pem() {
    return pem(new PemObject("PRIVATE KEY", pair.getPrivate().getEncoded()));
  }

  private static String pem(Object what) {
    var text = new StringWriter();
    try (var pem = new JcaPEMWriter(text)) {
      pem.writeObject(what);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot write PEM", failure);
    }
    return text.toString();
  }

  /** A signing request, PEM. */
  String signingRequest(String thing) {
    try {
      var subject = new X500Principal("CN=" + thing);
      var request =
          new JcaPKCS10CertificationRequestBuilder(subject, pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      return pem(request);
    } catch (OperatorCreationException failure) {
      throw new IllegalStateException("cannot make a signing request", failure);
    }
  }

  /** What a TLS client needs, with the certificate that the server issued. */
  KeyManagerFactory with(String certificatePem) {
    try {
      Certificate certificate =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(
                  new ByteArrayInputStream(certificatePem.getBytes(StandardCharsets.US_ASCII)));
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setKeyEntry("device", pair.getPrivate(), new char[0], new Certificate[] {certificate});
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      return factory;
    } catch (IOException | GeneralSecurityException failure) {
      throw new IllegalStateException("cannot use the issued certificate", failure);
    }
  }
}
