package errand.server.identity;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Shows the current server certificate in handshakes; it can be replaced while serving.
 *
 * <p>A handshake asks three times: for an alias, for its chain and for its key. The alias is the
 * certificate's id and the one before is kept, so that a swap between the questions cannot pair a
 * chain with another's key. Connections made before a swap are not touched.
 */
final class ServerKeyManager extends X509ExtendedKeyManager {
  private volatile Shown shown;

  ServerKeyManager(KeyAndChain first) {
    shown = new Shown(first, first);
  }

  /** The next handshakes show this one. */
  synchronized void show(KeyAndChain next) {
    shown = new Shown(next, shown.current());
  }

  KeyAndChain current() {
    return shown.current();
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return serverAlias(keyType);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return serverAlias(keyType);
  }

  private @Nullable String serverAlias(String keyType) {
    var current = shown.current();
    // TLS 1.2 asks with names such as EC_EC for suites of older kinds; only plain EC is ours.
    return keyType.equals(current.key().getAlgorithm()) ? aliasOf(current) : null;
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    var found = byAlias(alias);
    return found == null ? null : found.chain().toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    var found = byAlias(alias);
    return found == null ? null : found.key();
  }

  private @Nullable KeyAndChain byAlias(String alias) {
    var now = shown;
    if (alias.equals(aliasOf(now.current()))) {
      return now.current();
    }
    return alias.equals(aliasOf(now.previous())) ? now.previous() : null;
  }

  private static String aliasOf(KeyAndChain pair) {
    return DeviceCertificate.idOf(pair.certificate());
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    var alias = serverAlias(keyType);
    return alias == null ? new String[0] : new String[] {alias};
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null; // never a client
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null; // never a client
  }

  private record Shown(KeyAndChain current, KeyAndChain previous) {}
}
