package errand.server.mqtt;

import com.hivemq.bootstrap.netty.ChannelHandlerNames;
import com.hivemq.mqtt.message.connect.CONNECT;
import com.hivemq.mqtt.message.reason.Mqtt5ConnAckReasonCode;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds a CONNECT until the gate has said who may come in, then makes way for a {@link Desk}. */
final class Entrance extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Desks desks;
  private final Door door;

  Entrance(Desks desks, Door door) {
    this.desks = desks;
    this.door = door;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (!(message instanceof CONNECT connect)) {
      ctx.fireChannelRead(message);
      return;
    }
    var caller = caller(ctx, connect);
    desks.connections().add(ctx.channel(), caller);
    var turns = new Turns(desks.executor());
    turns.add(
        () -> {
          var welcome = welcome(caller, connect);
          ctx.executor().execute(() -> answer(ctx, caller, connect, welcome, turns));
        });
  }

  private Caller caller(ChannelHandlerContext ctx, CONNECT connect)
      throws SSLPeerUnverifiedException {
    return new Caller(
        NUMBERS.incrementAndGet(),
        connect.getClientIdentifier(),
        door,
        certificate(ctx),
        (InetSocketAddress) ctx.channel().remoteAddress());
  }

  private static Optional<X509Certificate> certificate(ChannelHandlerContext ctx)
      throws SSLPeerUnverifiedException {
    if (!(ctx.pipeline().get(ChannelHandlerNames.SSL_HANDLER) instanceof SslHandler ssl)) {
      return Optional.empty();
    }
    var chain = ssl.engine().getSession().getPeerCertificates();
    return Optional.of((X509Certificate) chain[0]);
  }

  private boolean welcome(Caller caller, CONNECT connect) {
    try {
      return desks.gate().mayConnect(caller) && willAllowed(caller, connect);
    } catch (RuntimeException failure) {
      LOG.error("deciding on a CONNECT failed client={}", caller.clientId(), failure);
      return false;
    }
  }

  /**
   * A will is published by the broker itself, past every desk, so it is judged here. Wills on
   * reserved topics are refused: they would reach subscribers instead of the service. [choice]
   */
  private boolean willAllowed(Caller caller, CONNECT connect) {
    var will = connect.getWillPublish();
    return will == null
        || (!will.getTopic().startsWith("$")
            && will.getPayload().length <= desks.limits().payloadBytesMax()
            && desks.limits().fits(will.getTopic())
            && desks.gate().mayPublish(caller, will.getTopic())
            && (!will.isRetain() || desks.gate().mayRetain(caller, will.getTopic())));
  }

  private void answer(
      ChannelHandlerContext ctx, Caller caller, CONNECT connect, boolean welcome, Turns turns) {
    if (!ctx.channel().isActive()) {
      return;
    }
    if (welcome) {
      ctx.pipeline().addAfter(ctx.name(), Desk.NAME, new Desk(desks, caller, connect, turns));
      ctx.fireChannelRead(connect);
      ctx.pipeline().remove(this);
    } else {
      desks
          .connacker()
          .connackError(
              ctx.channel(), null, "refused", Mqtt5ConnAckReasonCode.NOT_AUTHORIZED, null);
    }
  }
}
