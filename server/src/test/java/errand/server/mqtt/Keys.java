package errand.server.mqtt;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A self-signed certificate with its key. */
record Keys(KeyPair pair, X509Certificate certificate) {

  private static final char[] PASSWORD = "test".toCharArray();

  static Keys selfSigned(String name) throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(256);
    return selfSigned(name, generator.generateKeyPair());
  }

  private static Keys selfSigned(String name, KeyPair pair) throws GeneralSecurityException {
    var subject = new X500Name("CN=" + name);
    var now = Instant.now();
    var builder =
        new JcaX509v3CertificateBuilder(
            subject,
            BigInteger.ONE,
            Date.from(now.minus(Duration.ofDays(1))),
            Date.from(now.plus(Duration.ofDays(1))),
            subject,
            pair.getPublic());
    try {
      var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
      return new Keys(
          pair, new JcaX509CertificateConverter().getCertificate(builder.build(signer)));
    } catch (OperatorCreationException failure) {
      throw new GeneralSecurityException(failure);
    }
  }

  /** The same certificate, claimed by somebody who has another key. */
  Keys stolen() throws GeneralSecurityException {
    return new Keys(selfSigned("thief").pair(), certificate);
  }

  X509KeyManager manager() throws GeneralSecurityException {
    return (X509KeyManager) managers()[0];
  }

  private KeyManager[] managers() throws GeneralSecurityException {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, PASSWORD);
      store.setKeyEntry("k", pair.getPrivate(), PASSWORD, new X509Certificate[] {certificate});
      var factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, PASSWORD);
      return factory.getKeyManagers();
    } catch (IOException impossible) {
      throw new GeneralSecurityException(impossible);
    }
  }

  /** Opens a connection as the owner of these keys to the owner of those. */
  SSLSocket connect(int port, Keys server) throws GeneralSecurityException, IOException {
    return (SSLSocket) context(managers(), server).getSocketFactory().createSocket(local(), port);
  }

  /** Opens a connection without a certificate. */
  static Socket connectBare(int port, Keys server) throws GeneralSecurityException, IOException {
    return context(new KeyManager[0], server).getSocketFactory().createSocket(local(), port);
  }

  private static InetAddress local() {
    return InetAddress.getLoopbackAddress();
  }

  private static SSLContext context(KeyManager[] own, Keys server)
      throws GeneralSecurityException, IOException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, PASSWORD);
    trusted.setCertificateEntry("server", server.certificate());
    var trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(own, trust.getTrustManagers(), null);
    return context;
  }
}
