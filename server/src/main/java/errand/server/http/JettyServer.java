package errand.server.http;

import errand.server.identity.TlsRules;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Puts Jetty together; nothing else in the house knows it. */
record JettyServer(
    Server server,
    Optional<ServerConnector> plain,
    Optional<ServerConnector> tls,
    Optional<ServerConnector> alpn,
    Set<LineConnection> lines) {
  private static final int ACCEPT_QUEUE = 1024;
  private static final long STOP_TIMEOUT_MS = 2000;
  private static final String ALPN_HTTP = "http/1.1"; // in lower case, unlike Jetty's own name
  // Platform threads select and parse; the handlers have virtual ones.
  private static final int PLATFORM_THREADS_MAX = 32;

  static JettyServer build(
      HttpSettings settings,
      HttpHandler handler,
      Streams streams,
      Optional<MqttUpgrades> upgrades) {
    Set<LineConnection> lines = ConcurrentHashMap.newKeySet();
    var server = new Server(threads());
    var guard = new ArrivalGuard(settings.limits());
    server.addBean(guard);
    server.setErrorHandler(new JsonErrors());
    server.setHandler(
        new GracefulHandler(new JettyBridge(handler, streams, upgrades, settings.limits(), lines)));
    server.setStopTimeout(STOP_TIMEOUT_MS);

    var plain = settings.plain().map(address -> plain(server, guard, address, settings));
    var mqtt = upgrades.map(up -> new LineProtocol(LineProtocol.AWS_MQTT, lines, up::direct));
    var tls = settings.tls().map(listener -> tls(server, guard, listener, mqtt, settings));
    var alpn =
        settings
            .tls()
            .flatMap(TlsListener::second)
            .map(second -> tls(server, guard, second, mqtt, settings));
    Stream.of(plain, tls, alpn).flatMap(Optional::stream).forEach(server::addConnector);
    return new JettyServer(server, plain, tls, alpn, lines);
  }

  private static QueuedThreadPool threads() {
    var threads = new QueuedThreadPool(PLATFORM_THREADS_MAX);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("http-"));
    return threads;
  }

  private static ServerConnector plain(
      Server server, ArrivalGuard guard, InetSocketAddress address, HttpSettings settings) {
    var connector =
        new GuardedConnector(server, guard, settings.admission(), List.of(http(settings.limits())));
    return listening(connector, address, settings.limits());
  }

  private static ServerConnector tls(
      Server server,
      ArrivalGuard guard,
      TlsListener listener,
      Optional<LineProtocol> mqtt,
      HttpSettings settings) {
    var http = http(settings.limits());
    List<ConnectionFactory> named = new ArrayList<>(mqtt.stream().toList());
    named.add(new RenamedProtocol(RenamedProtocol.AWS_HTTP, http));
    var names =
        Stream.concat(named.stream().map(ConnectionFactory::getProtocol), Stream.of(ALPN_HTTP));
    var alpn = new ALPNServerConnectionFactory(names.toArray(String[]::new));
    alpn.setDefaultProtocol(http.getProtocol());
    var ssl = new SslConnectionFactory(sslSettings(listener), alpn.getProtocol());
    ssl.setEnsureSecureRequestCustomizer(false); // it refuses a Host unlike the SNI name
    var layers = new ArrayList<ConnectionFactory>(List.of(ssl, alpn));
    layers.addAll(named);
    layers.add(http);
    var connector = new GuardedConnector(server, guard, settings.admission(), layers);
    return listening(connector, listener.address(), settings.limits());
  }

  private static ServerConnector listening(
      ServerConnector connector, InetSocketAddress address, HttpLimits limits) {
    connector.setHost(
        address.getAddress() == null
            ? address.getHostString()
            : address.getAddress().getHostAddress());
    connector.setPort(address.getPort());
    connector.setReuseAddress(true);
    connector.setAcceptQueueSize(ACCEPT_QUEUE);
    connector.setIdleTimeout(limits.idleTimeout().toMillis());
    connector.addBean(new NetworkConnectionLimit(limits.connectionsMax(), connector));
    return connector;
  }

  private static SslContextFactory.Server sslSettings(TlsListener listener) {
    var ssl = new SslContextFactory.Server();
    ssl.setSslContext(listener.context());
    ssl.setIncludeProtocols(TlsRules.PROTOCOLS.toArray(String[]::new));
    ssl.setExcludeCipherSuites();
    ssl.setIncludeCipherSuites(TlsRules.SUITES.toArray(String[]::new));
    ssl.setWantClientAuth(true); // wanted, not needed: signed requests come without
    ssl.setSniRequired(false);
    ssl.setRenegotiationAllowed(false);
    return ssl;
  }

  private static HttpConnectionFactory http(HttpLimits limits) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setSendDateHeader(true); // SDKs correct their clocks by it
    // Without it, a header that differs from an earlier one in case alone comes out as the earlier.
    http.setHeaderCacheCaseSensitive(true);
    http.setRequestHeaderSize(limits.headBytesMax());
    http.setHttpCompliance(HttpCompliance.RFC9110);
    // Every path comes through as sent; HttpRequest.pathSegments() is the strict one.
    http.setUriCompliance(UriCompliance.UNSAFE);
    return new HttpConnectionFactory(http);
  }
}
