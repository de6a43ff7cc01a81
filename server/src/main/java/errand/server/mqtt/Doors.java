package errand.server.mqtt;

import com.google.inject.Injector;
import com.hivemq.bootstrap.netty.ChannelDependencies;
import com.hivemq.bootstrap.netty.NettyConfiguration;
import com.hivemq.configuration.service.entity.TcpListener;
import errand.server.identity.OpenTrust;
import errand.server.identity.TlsRules;
import errand.server.line.Line;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/**
 * The listening sockets. The broker could open its own, but its TLS listener takes key stores from
 * files and trusts certificate authorities only.
 */
final class Doors {

  /** What devices offer when they speak MQTT on port 443. Source: device-protocol 5.1 [doc]. */
  private static final String ALPN_MQTT = "x-amzn-mqtt-ca";

  private static final int BACKLOG = 1024;
  private static final int STOP_SECONDS_MAX = 5;

  private final NettyConfiguration netty;
  private final ChannelDependencies broker;
  private final Desks desks;
  private final List<Channel> open = new ArrayList<>();
  private OptionalInt plainPort = OptionalInt.empty();
  private OptionalInt tlsPort = OptionalInt.empty();

  Doors(Injector hive, Desks desks) {
    this.netty = hive.getInstance(NettyConfiguration.class);
    this.broker = hive.getInstance(ChannelDependencies.class);
    this.desks = desks;
  }

  void open(MqttSettings settings) throws SSLException {
    if (settings.plainPort().isPresent()) {
      var port = settings.plainPort().getAsInt();
      plainPort = OptionalInt.of(listen(settings.bindAddress(), port, new Way.Plain()));
    }
    if (settings.tls().isPresent()) {
      var tls = settings.tls().get();
      var way = new Way.Tls(context(tls));
      tlsPort = OptionalInt.of(listen(settings.bindAddress(), tls.port(), way));
    }
  }

  private int listen(String address, int port, Way way) {
    var listener = new TcpListener(port, address, way.door().name());
    var channel =
        new ServerBootstrap()
            .group(netty.getParentEventLoopGroup(), netty.getChildEventLoopGroup())
            .channel(netty.getServerSocketChannelClass())
            .childHandler(new DoorInitializer(broker, listener, desks, way))
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .bind(address, port)
            .syncUninterruptibly()
            .channel();
    open.add(channel);
    var bound = ((InetSocketAddress) channel.localAddress()).getPort();
    listener.setPort(bound);
    return bound;
  }

  /** Serves a connection that somebody else has accepted. */
  void take(Line line, Way way) {
    var channel = new LineChannel(line);
    var listener = new TcpListener(0, "", way.door().name());
    channel.pipeline().addLast(new DoorInitializer(broker, listener, desks, way));
    netty
        .getChildEventLoopGroup()
        .register(channel)
        .addListener(
            registered -> {
              if (!registered.isSuccess()) {
                line.close(); // the broker is stopping
              }
            });
  }

  private static SslContext context(MqttSettings.TlsDoor tls) throws SSLException {
    return SslContextBuilder.forServer(tls.keys())
        .sslProvider(SslProvider.JDK)
        .trustManager(new OpenTrust())
        .clientAuth(ClientAuth.REQUIRE)
        .protocols(TlsRules.PROTOCOLS)
        .ciphers(TlsRules.SUITES)
        .applicationProtocolConfig(
            new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                ALPN_MQTT))
        .build();
  }

  OptionalInt plainPort() {
    return plainPort;
  }

  OptionalInt tlsPort() {
    return tlsPort;
  }

  /** Lets nobody in any more. */
  void shut() {
    open.forEach(channel -> channel.close().awaitUninterruptibly());
  }

  /** Stops the IO threads; no connection is served after that. */
  void stopThreads() {
    for (var group : groups()) {
      group
          .shutdownGracefully(0, STOP_SECONDS_MAX, TimeUnit.SECONDS)
          .awaitUninterruptibly(STOP_SECONDS_MAX, TimeUnit.SECONDS);
    }
  }

  private List<EventLoopGroup> groups() {
    return List.of(netty.getParentEventLoopGroup(), netty.getChildEventLoopGroup());
  }
}
