package errand.server.http;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The running listeners. Closing lets running requests finish for two seconds. */
public final class HttpListeners implements AutoCloseable {
  private final Server server;
  private final Optional<ServerConnector> plain;
  private final Optional<ServerConnector> tls;
  private final Optional<ServerConnector> alpn;
  private final Set<LineConnection> lines;

  private HttpListeners(JettyServer built) {
    server = built.server();
    plain = built.plain();
    tls = built.tls();
    alpn = built.alpn();
    lines = built.lines();
  }

  /** Opens the ports for HTTP only; see the other {@code start}. */
  public static HttpListeners start(HttpSettings settings, HttpHandler handler) {
    return start(settings, handler, Streams.NONE, Optional.empty());
  }

  /**
   * Opens the ports and serves HTTP and MQTT; returns when they are open.
   *
   * @throws IllegalStateException when a port cannot be had
   */
  public static HttpListeners start(
      HttpSettings settings, HttpHandler handler, MqttUpgrades upgrades) {
    return start(settings, handler, Streams.NONE, upgrades);
  }

  /**
   * The same with long bodies.
   *
   * @param streams asked before the handler is
   */
  public static HttpListeners start(
      HttpSettings settings, HttpHandler handler, Streams streams, MqttUpgrades upgrades) {
    return start(settings, handler, streams, Optional.of(upgrades));
  }

  private static HttpListeners start(
      HttpSettings settings,
      HttpHandler handler,
      Streams streams,
      Optional<MqttUpgrades> upgrades) {
    var listeners = new HttpListeners(JettyServer.build(settings, handler, streams, upgrades));
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

  /** The second port open with TLS, if there is one. */
  public OptionalInt alpnPort() {
    return alpn.isPresent() ? OptionalInt.of(alpn.get().getLocalPort()) : OptionalInt.empty();
  }

  private static int port(Optional<ServerConnector> connector, String kind) {
    return connector
        .map(ServerConnector::getLocalPort)
        .orElseThrow(() -> new IllegalStateException("no " + kind + " listener was asked for"));
  }

  @Override
  public void close() {
    // Jetty would wait for them to end by themselves.
    List.copyOf(lines).forEach(LineConnection::close);
    try {
      server.stop();
    } catch (Exception e) { // Jetty declares no less; the ports are closed all the same
      throw new IllegalStateException("the HTTP listeners did not stop cleanly", e);
    }
  }
}
