package errand.server.mqtt;

import com.hivemq.bootstrap.ClientConnectionContext;
import com.hivemq.bootstrap.netty.ChannelHandlerNames;
import com.hivemq.mqtt.message.ProtocolVersion;
import com.hivemq.mqtt.message.connect.CONNECT;
import com.hivemq.mqtt.message.reason.Mqtt5ConnAckReasonCode;
import errand.server.mqtt.Caller.Proof;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds a CONNECT until the gate has said who may come in, then makes way for a {@link Desk}. */
final class Entrance extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(Entrance.class);
  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Desks desks;
  private final Way way;

  Entrance(Desks desks, Way way) {
    this.desks = desks;
    this.way = way;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
    if (!(message instanceof CONNECT connect)) {
      ctx.fireChannelRead(message);
      return;
    }
    var proof = proof(ctx);
    // Asked here, since a channel that has closed no longer knows.
    var remote = (InetSocketAddress) ctx.channel().remoteAddress();
    Function<String, Caller> caller =
        account ->
            new Caller(
                NUMBERS.incrementAndGet(),
                account,
                connect.getClientIdentifier(),
                way.door(),
                proof,
                remote);
    var turns = new Turns(desks.executor());
    turns.add(
        () ->
            account(proof)
                .map(caller)
                .ifPresentOrElse(
                    known -> decide(ctx, known, connect, turns),
                    () ->
                        ctx.executor()
                            .execute(() -> refuse(ctx, Mqtt5ConnAckReasonCode.NOT_AUTHORIZED))));
  }

  private Optional<String> account(Proof proof) {
    try {
      return desks.gate().account(proof);
    } catch (RuntimeException failure) {
      LOG.error("finding the account of a CONNECT failed", failure);
      return Optional.empty();
    }
  }

  // From here on the connection counts as live: who loses the right to it meanwhile is ended.
  private void decide(ChannelHandlerContext ctx, Caller caller, CONNECT connect, Turns turns) {
    desks.connections().add(ctx.channel(), caller);
    var objection = objection(caller, connect);
    ctx.executor().execute(() -> answer(ctx, caller, connect, objection, turns));
  }

  private Proof proof(ChannelHandlerContext ctx) throws SSLPeerUnverifiedException {
    return switch (way) {
      case Way.Plain() -> new Proof.None();
      case Way.Tls _ -> {
        var ssl = (SslHandler) ctx.pipeline().get(ChannelHandlerNames.SSL_HANDLER);
        var chain = ssl.engine().getSession().getPeerCertificates();
        yield new Proof.ByCertificate((X509Certificate) chain[0]);
      }
      case Way.Direct() -> lineProof(ctx);
      case Way.WebSocket(var keyId) ->
          keyId.<Proof>map(Proof.ByKey::new).orElseGet(() -> lineProof(ctx));
    };
  }

  private static Proof lineProof(ChannelHandlerContext ctx) {
    return ((LineChannel) ctx.channel())
        .line()
        .certificate()
        .<Proof>map(Proof.ByCertificate::new)
        .orElseThrow(() -> new IllegalStateException("a line without any proof"));
  }

  /** Why the client may not come in. */
  private Optional<Mqtt5ConnAckReasonCode> objection(Caller caller, CONNECT connect) {
    if (!desks.limits().fitsClientId(caller.clientId())) {
      return Optional.of(Mqtt5ConnAckReasonCode.CLIENT_IDENTIFIER_NOT_VALID);
    }
    if (desks.connects().filter(all -> !all.admit(caller.session(), Desks.micros())).isPresent()) {
      return Optional.of(
          connect.getProtocolVersion() == ProtocolVersion.MQTTv5
              ? Mqtt5ConnAckReasonCode.CONNECTION_RATE_EXCEEDED
              : Mqtt5ConnAckReasonCode.SERVER_UNAVAILABLE);
    }
    return welcome(caller, connect)
        ? Optional.empty()
        : Optional.of(Mqtt5ConnAckReasonCode.NOT_AUTHORIZED);
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
      ChannelHandlerContext ctx,
      Caller caller,
      CONNECT connect,
      Optional<Mqtt5ConnAckReasonCode> objection,
      Turns turns) {
    if (!ctx.channel().isActive()) {
      return;
    }
    if (objection.isPresent()) {
      refuse(ctx, objection.get());
      return;
    }
    desks.connections().claim(ctx.channel(), caller);
    // The broker knows nobody by the client id alone; see Caller.
    ClientConnectionContext.of(ctx.channel()).setClientId(caller.session());
    ctx.pipeline().addAfter(ctx.name(), Desk.NAME, new Desk(desks, caller, connect, turns));
    var topics = new AccountTopics(caller.account());
    ctx.fireChannelRead(Packets.renamed(connect, caller.session(), topics));
    ctx.pipeline().remove(this);
  }

  private void refuse(ChannelHandlerContext ctx, Mqtt5ConnAckReasonCode why) {
    if (ctx.channel().isActive()) {
      desks.connacker().connackError(ctx.channel(), null, "refused", why, null);
    }
  }
}
