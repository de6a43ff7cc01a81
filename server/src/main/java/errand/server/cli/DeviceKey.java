package errand.server.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import javax.net.ssl.KeyManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

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

  /** A signing request, PEM. */
  String signingRequest(String thing) {
    try {
      var subject = new X500Principal("CN=" + thing);
      var request =
          new JcaPKCS10CertificationRequestBuilder(subject, pair.getPublic())
              .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
      var text = new StringWriter();
      try (var pem = new JcaPEMWriter(text)) {
        pem.writeObject(request);
      }
      return text.toString();
    } catch (IOException | OperatorCreationException failure) {
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
