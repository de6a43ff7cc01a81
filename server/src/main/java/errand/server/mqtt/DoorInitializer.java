package errand.server.mqtt;

import com.hivemq.bootstrap.netty.ChannelDependencies;
import com.hivemq.bootstrap.netty.ChannelHandlerNames;
import com.hivemq.bootstrap.netty.initializer.AbstractChannelInitializer;
import com.hivemq.configuration.service.entity.TcpListener;
import com.hivemq.security.ssl.SslExceptionHandler;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import java.util.Optional;

/** Builds the broker's pipeline for a new connection, with our handlers in it. */
final class DoorInitializer extends AbstractChannelInitializer {

  private static final String ENTRANCE = "errand_entrance";

  private final ChannelDependencies broker;
  private final Desks desks;
  private final Optional<SslContext> tls;

  DoorInitializer(
      ChannelDependencies broker, TcpListener listener, Desks desks, Optional<SslContext> tls) {
    super(broker, listener);
    this.broker = broker;
    this.desks = desks;
    this.tls = tls;
  }

  @Override
  protected void initChannel(Channel channel) throws Exception {
    super.initChannel(channel);
    // While it shuts down, the broker closes new channels instead of building a pipeline.
    if (channel.pipeline().get(ChannelHandlerNames.MQTT_MESSAGE_BARRIER) != null) {
      var door = tls.isPresent() ? Door.TLS : Door.PLAIN;
      // Behind the barrier: nothing but CONNECT gets here before CONNACK has gone out.
      channel
          .pipeline()
          .addAfter(ChannelHandlerNames.MQTT_MESSAGE_BARRIER, ENTRANCE, new Entrance(desks, door));
    }
  }

  @Override
  protected void addSpecialHandlers(Channel channel) {
    if (tls.isEmpty()) {
      return;
    }
    var ssl = tls.get().newHandler(channel.alloc());
    channel
        .pipeline()
        .addFirst(ChannelHandlerNames.SSL_HANDLER, ssl)
        .addAfter(
            ChannelHandlerNames.SSL_HANDLER,
            ChannelHandlerNames.SSL_EXCEPTION_HANDLER,
            new SslExceptionHandler(broker.getMqttServerDisconnector()));
  }
}
