package errand.server.access;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import errand.server.identity.Pem;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import software.amazon.awssdk.services.iot.model.CreateKeysAndCertificateResponse;

/** A certificate with its key. */
record DeviceIdentity(String id, String arn, X509Certificate certificate, PrivateKey key) {
  private static final char[] PASSWORD = "test".toCharArray();

  static DeviceIdentity of(CreateKeysAndCertificateResponse made) {
    try (var parser = new PEMParser(new StringReader(made.keyPair().privateKey()))) {
      var pair = (PEMKeyPair) parser.readObject();
      return new DeviceIdentity(
          made.certificateId(),
          made.certificateArn(),
          Pem.certificate(made.certificatePem()).orElseThrow(),
          new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo()));
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  MqttClientSslConfig tls(Path caFile) {
    return MqttClientSslConfig.builder()
        .keyManagerFactory(keys())
        .trustManagerFactory(trust(caFile))
        .build();
  }

  SSLContext context(Path caFile) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(keys().getKeyManagers(), trust(caFile).getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException failure) {
      throw new AssertionError(failure);
    }
  }

  private KeyManagerFactory keys() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, PASSWORD);
      store.setKeyEntry("k", key, PASSWORD, new X509Certificate[] {certificate});
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, PASSWORD);
      return factory;
    } catch (IOException | GeneralSecurityException failure) {
      throw new AssertionError(failure);
    }
  }

  private static TrustManagerFactory trust(Path caFile) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, PASSWORD);
      store.setCertificateEntry("ca", Pem.certificate(Files.readString(caFile)).orElseThrow());
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(store);
      return factory;
    } catch (IOException | GeneralSecurityException failure) {
      throw new AssertionError(failure);
    }
  }
}
