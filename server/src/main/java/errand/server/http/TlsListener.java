package errand.server.http;

import java.net.InetSocketAddress;
import javax.net.ssl.SSLContext;

/**
 * Where to listen with TLS.
 *
 * @param address port 0 takes a free one
 * @param context with the server's certificate and the trust to meet client certificates with; may
 *     change its certificate while serving
 */
public record TlsListener(InetSocketAddress address, SSLContext context) {}
