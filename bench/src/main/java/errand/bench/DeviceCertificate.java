package errand.bench;

import errand.server.identity.Pem;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A certificate that all simulated devices share, with its key. */
record DeviceCertificate(X509Certificate certificate, PrivateKey key) {
  private static final char[] PASSWORD = "bench".toCharArray();

  static DeviceCertificate of(String certificatePem, String keyPem) {
    try {
      return new DeviceCertificate(
          Pem.certificate(certificatePem).orElseThrow(), Pem.privateKey(keyPem).orElseThrow());
    } catch (IOException failure) {
      throw new UnexpectedException("a key that is none: " + failure.getMessage());
    }
  }

  /** For clients that show it. They trust whoever answers: both servers are our own. */
  SSLContext context() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, PASSWORD);
      store.setKeyEntry("device", key, PASSWORD, new Certificate[] {certificate});
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), new TrustManager[] {new Trusting()}, new SecureRandom());
      return context;
    } catch (GeneralSecurityException | IOException failure) {
      throw new UnexpectedException("no TLS: " + failure);
    }
  }

  private static final class Trusting implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String how) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String how) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
