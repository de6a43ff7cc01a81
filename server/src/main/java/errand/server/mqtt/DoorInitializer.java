package errand.server.mqtt;

import com.hivemq.bootstrap.netty.ChannelDependencies;
import com.hivemq.bootstrap.netty.ChannelHandlerNames;
import com.hivemq.bootstrap.netty.initializer.AbstractChannelInitializer;
import com.hivemq.configuration.service.entity.TcpListener;
import com.hivemq.security.ssl.SslExceptionHandler;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.ssl.SslContext;

/** Builds the broker's pipeline for a new connection, with our handlers in it. */
final class DoorInitializer extends AbstractChannelInitializer {

  private static final String ENTRANCE = "errand_entrance";

  /** Room for what MQTT adds to the largest payload. */
  private static final int FRAME_OVERHEAD_BYTES = 16 * 1024;

  private final ChannelDependencies broker;
  private final Desks desks;
  private final Way way;

  DoorInitializer(ChannelDependencies broker, TcpListener listener, Desks desks, Way way) {
    super(broker, listener);
    this.broker = broker;
    this.desks = desks;
    this.way = way;
  }

  @Override
  protected void initChannel(Channel channel) throws Exception {
    if (!admitted(channel)) {
      var _ = channel.close();
      return;
    }
    super.initChannel(channel);
    // While it shuts down, the broker closes new channels instead of building a pipeline.
    if (channel.pipeline().get(ChannelHandlerNames.MQTT_MESSAGE_BARRIER) != null) {
      // Behind the barrier: nothing but CONNECT gets here before CONNACK has gone out.
      channel
          .pipeline()
          .addAfter(ChannelHandlerNames.MQTT_MESSAGE_BARRIER, ENTRANCE, new Entrance(desks, way));
    }
  }

  /** Lines were counted where they were accepted. */
  private boolean admitted(Channel channel) {
    return switch (way) {
      case Way.Plain(), Way.Tls _ -> {
        var place = desks.admission().admit(channel.remoteAddress());
        place.ifPresent(taken -> channel.closeFuture().addListener(_ -> taken.leave()));
        yield place.isPresent();
      }
      case Way.Direct(), Way.WebSocket _ -> true;
    };
  }

  @Override
  protected void addSpecialHandlers(Channel channel) {
    switch (way) {
      case Way.Tls(var context) -> addTls(channel, context);
      case Way.WebSocket _ -> addWebSocket(channel);
      case Way.Plain(), Way.Direct() -> {}
    }
  }

  private void addWebSocket(Channel channel) {
    var frames =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(desks.limits().payloadBytesMax() + FRAME_OVERHEAD_BYTES)
            .expectMaskedFrames(true)
            .allowExtensions(false)
            .withUTF8Validator(false)
            .build();
    channel
        .pipeline()
        .addFirst(
            new WebSocket13FrameEncoder(false), new WebSocket13FrameDecoder(frames), new Frames());
  }

  private void addTls(Channel channel, SslContext context) {
    var ssl = context.newHandler(channel.alloc());
    channel
        .pipeline()
        .addFirst(ChannelHandlerNames.SSL_HANDLER, ssl)
        .addAfter(
            ChannelHandlerNames.SSL_HANDLER,
            ChannelHandlerNames.SSL_EXCEPTION_HANDLER,
            new SslExceptionHandler(broker.getMqttServerDisconnector()));
  }
}
