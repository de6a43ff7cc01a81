package errand.server.http;

import java.io.IOException;
import java.io.StringReader;
import java.net.Socket;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/** A client's side of keys and trust. */
final class TestKeys {
  private TestKeys() {}

  static PrivateKey privateKey(String pem) throws IOException {
    try (var parser = new PEMParser(new StringReader(pem))) {
      var info =
          parser.readObject() instanceof PEMKeyPair pair
              ? pair.getPrivateKeyInfo()
              : (PrivateKeyInfo) new PEMParser(new StringReader(pem)).readObject();
      return new JcaPEMKeyConverter().getPrivateKey(info);
    }
  }

  /** Looks at certificates and believes them. */
  static final class TrustAll extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
