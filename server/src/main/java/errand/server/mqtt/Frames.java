package errand.server.mqtt;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;

/**
 * Between WebSocket frames and MQTT's bytes. Packets and frames need not begin nor end together.
 * Source: MQTT 5.0, section 6.
 */
final class Frames extends ChannelDuplexHandler {
  private boolean leaving;

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case Object late when leaving -> ReferenceCountUtil.release(late);
      case BinaryWebSocketFrame frame -> ctx.fireChannelRead(frame.content());
      case ContinuationWebSocketFrame frame -> ctx.fireChannelRead(frame.content());
      case PingWebSocketFrame frame ->
          ctx.writeAndFlush(new PongWebSocketFrame(frame.content()))
              .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
      case PongWebSocketFrame frame -> frame.release();
      case CloseWebSocketFrame frame -> goodbye(ctx, frame);
      default -> {
        ReferenceCountUtil.release(message);
        goodbye(ctx, new CloseWebSocketFrame(WebSocketCloseStatus.INVALID_MESSAGE_TYPE));
      }
    }
  }

  private void goodbye(ChannelHandlerContext ctx, WebSocketFrame last) {
    leaving = true;
    ctx.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    var frame = message instanceof ByteBuf octets ? new BinaryWebSocketFrame(octets) : message;
    var _ = ctx.write(frame, promise);
  }
}
