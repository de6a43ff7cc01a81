package errand.server.identity;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The installation's own certificate authority: the server's certificate comes from here, and so do
 * those of devices that ask for one.
 *
 * <p>The first start makes its files, later starts load them; see {@link AuthorityFiles}. Safe for
 * all threads. Issuing blocks for as long as key generation takes.
 */
public final class LocalAuthority implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalAuthority.class);
  private static final X500Name DEVICE = new X500Name("CN=Errand device certificate");

  private final InstantSource clock;
  private final AuthorityFiles files;
  private final ServerNames names;
  private final KeyAndChain authority;
  private final Optional<AuthoritySettings.KeyFiles> supplied;
  private final ServerKeyManager serverKeys;
  private final SSLContext sslContext;
  private final KeyPairs keyPairs = new KeyPairs();

  private LocalAuthority(AuthoritySettings settings, InstantSource clock) {
    this.clock = clock;
    files = new AuthorityFiles(settings.directory());
    names = ServerNames.loopbackAnd(settings.serverNames());
    var now = clock.instant();
    authority = files.loadOrMakeAuthority(now);
    supplied = settings.supplied();
    serverKeys =
        new ServerKeyManager(
            supplied
                .map(KeyAndChain::read)
                .orElseGet(() -> files.loadOrMakeServer(authority, names, now)));
    supplied.ifPresent(_ -> files.writeTrust(serverKeys.current().chain().getLast()));
    sslContext = contextOf(serverKeys);
  }

  /**
   * Loads the authority or makes it.
   *
   * @throws IdentityException when files are damaged or half missing; the message says what to do
   */
  public static LocalAuthority open(AuthoritySettings settings, InstantSource clock) {
    return new LocalAuthority(settings, clock);
  }

  private static SSLContext contextOf(ServerKeyManager keys) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {keys}, new TrustManager[] {new OpenTrust()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }

  /**
   * The file with the certificate for devices and operators to trust: the authority's, or the last
   * one of the chain that the operator supplied.
   */
  public Path caCertificatePem() {
    return supplied.isPresent() ? files.trust() : files.caCertificate();
  }

  /** The authority's certificate. */
  public X509Certificate caCertificate() {
    return authority.certificate();
  }

  /** For listeners that make their own TLS: the current server key at each handshake. */
  public X509ExtendedKeyManager keyManager() {
    return serverKeys;
  }

  /** For listeners: shows the current server certificate and takes any client certificate. */
  public SSLContext sslContext() {
    return sslContext;
  }

  /** The certificate that the next handshake shows. */
  public X509Certificate serverCertificate() {
    return serverKeys.current().certificate();
  }

  /** The names and addresses that certificate is for. */
  public List<String> serverNamesShown() {
    var shown = ServerNames.in(serverCertificate());
    return Stream.concat(shown.names().stream(), shown.addresses().stream()).toList();
  }

  /**
   * Replaces the server certificate when it is near its end; running listeners show the new one
   * from the next handshake on. One that the operator supplied is read again instead, and shown
   * when it has changed; a file that does not read at that moment changes nothing. Cheap when there
   * is nothing to do; call it daily, and more often when the operator supplies it.
   *
   * @return whether it was replaced; key store files written before are then out of date
   */
  public synchronized boolean renewServerCertificateWhenDue() {
    if (supplied.isPresent()) {
      return showSupplied(supplied.get());
    }
    var now = clock.instant();
    if (AuthorityFiles.fits(serverKeys.current(), authority, names, now)) {
      return false;
    }
    serverKeys.show(files.makeServer(authority, names, now));
    return true;
  }

  private boolean showSupplied(AuthoritySettings.KeyFiles source) {
    KeyAndChain read;
    try {
      read = KeyAndChain.read(source);
    } catch (IdentityException halfWritten) {
      LOG.warn("server certificate kept, the files do not read why={}", halfWritten.getMessage());
      return false;
    }
    if (read.chain().equals(serverKeys.current().chain())) {
      return false;
    }
    serverKeys.show(read);
    files.writeTrust(read.chain().getLast());
    LOG.info("server certificate read anew until={}", read.certificate().getNotAfter().toInstant());
    return true;
  }

  /** Writes key and chain of the server as PKCS#12 under the alias {@code server} (mode 0600). */
  public void writeKeyStore(Path file, String password) {
    var current = serverKeys.current();
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      var chain = current.chain().toArray(Certificate[]::new);
      store.setKeyEntry("server", current.key(), password.toCharArray(), chain);
      var bytes = new ByteArrayOutputStream();
      store.store(bytes, password.toCharArray());
      OwnerOnlyFiles.write(file, bytes.toByteArray());
    } catch (IOException | GeneralSecurityException e) {
      throw new IdentityException("cannot write the key store " + file, e);
    }
  }

  /** Makes a key pair and a certificate for it; the private key is kept nowhere. */
  public DeviceKeys keysAndCertificate(KeyKind kind) {
    return keysAndCertificate(kind, Certificates.DEVICE_END);
  }

  /** The same with another end, to the second. */
  public DeviceKeys keysAndCertificate(KeyKind kind, Instant until) {
    var pair = keyPairs.take(kind);
    var certificate = issue(DEVICE, pair.getPublic(), until);
    return new DeviceKeys(certificate, Pem.forDevice(pair.getPrivate()), Pem.of(pair.getPublic()));
  }

  /**
   * Signs a request made elsewhere. Its subject is kept and its wished extensions are not: what a
   * device certificate is good for is not the device's to say.
   */
  public CsrVerdict certificateFromCsr(String pem) {
    return switch (CsrCheck.check(pem)) {
      case CsrCheck.Checked.Bad(var why) -> new CsrVerdict.Rejected(why);
      case CsrCheck.Checked.Good(var request, var key) ->
          new CsrVerdict.Issued(issue(request.getSubject(), key, Certificates.DEVICE_END));
    };
  }

  private DeviceCertificate issue(X500Name subject, PublicKey key, Instant until) {
    return DeviceCertificate.of(
        Certificates.newDevice(authority, subject, key, clock.instant(), until));
  }

  /** Stops making keys ahead. */
  @Override
  public void close() {
    keyPairs.close();
  }
}
