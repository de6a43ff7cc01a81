package errand.server.http;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * The other end of a connection.
 *
 * @param address as the socket has it
 * @param certificate of any issuer, expired ones too: the handshake proved that the peer holds its
 *     key and nothing else
 * @param secure whether the connection is TLS
 */
public record Peer(SocketAddress address, Optional<X509Certificate> certificate, boolean secure) {
  /** The address without the port; empty where there is none. */
  public String host() {
    return address instanceof InetSocketAddress internet && !internet.isUnresolved()
        ? internet.getAddress().getHostAddress()
        : "";
  }
}
