package errand.server.http;

import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where to listen with TLS.
 *
 * @param address port 0 takes a free one
 * @param also a second address that serves the very same, for clients bound to port 443
 * @param context with the server's certificate and the trust to meet client certificates with; may
 *     change its certificate while serving
 */
public record TlsListener(
    InetSocketAddress address, Optional<InetSocketAddress> also, SSLContext context) {

  /** One address only. */
  public TlsListener(InetSocketAddress address, SSLContext context) {
    this(address, Optional.empty(), context);
  }

  /** The listener on the second address, if there is one. */
  Optional<TlsListener> second() {
    return also.map(second -> new TlsListener(second, context));
  }
}
