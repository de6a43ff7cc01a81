package errand.server.http;

import java.util.Optional;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The running listeners. Closing lets running requests finish for two seconds. */
public final class HttpListeners implements AutoCloseable {
  private final Server server;
  private final Optional<ServerConnector> plain;
  private final Optional<ServerConnector> tls;

  private HttpListeners(JettyServer built) {
    server = built.server();
    plain = built.plain();
    tls = built.tls();
  }

  /**
   * Opens the ports and serves; returns when they are open.
   *
   * @throws IllegalStateException when a port cannot be had
   */
  public static HttpListeners start(HttpSettings settings, HttpHandler handler) {
    var listeners = new HttpListeners(JettyServer.build(settings, handler));
    try {
      listeners.server.start();
      return listeners;
    } catch (Exception e) { // Jetty declares no less
      listeners.close();
      throw new IllegalStateException("cannot listen on " + settings.addresses(), e);
    }
  }

  /** The port open without TLS. */
  public int httpPort() {
    return port(plain, "HTTP");
  }

  /** The port open with TLS. */
  public int httpsPort() {
    return port(tls, "HTTPS");
  }

  private static int port(Optional<ServerConnector> connector, String kind) {
    return connector
        .map(ServerConnector::getLocalPort)
        .orElseThrow(() -> new IllegalStateException("no " + kind + " listener was asked for"));
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) { // Jetty declares no less; the ports are closed all the same
      throw new IllegalStateException("the HTTP listeners did not stop cleanly", e);
    }
  }
}
