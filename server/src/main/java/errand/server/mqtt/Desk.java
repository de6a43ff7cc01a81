package errand.server.mqtt;

import com.hivemq.bootstrap.ClientConnectionContext;
import com.hivemq.bootstrap.netty.ChannelHandlerNames;
import com.hivemq.mqtt.handler.connect.SubscribeMessageBarrier;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.connack.CONNACK;
import com.hivemq.mqtt.message.connect.CONNECT;
import com.hivemq.mqtt.message.disconnect.DISCONNECT;
import com.hivemq.mqtt.message.puback.PUBACK;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.reason.Mqtt5ConnAckReasonCode;
import com.hivemq.mqtt.message.reason.Mqtt5DisconnectReasonCode;
import com.hivemq.mqtt.message.subscribe.SUBSCRIBE;
import com.hivemq.mqtt.message.unsubscribe.UNSUBSCRIBE;
import errand.core.app.Pace;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands in the broker's pipeline for one accepted connection. What the client sends waits for its
 * turn, so that it is judged off the IO thread and still acted on in order; what the broker sends
 * is judged on the spot. All methods run on the connection's IO thread.
 */
final class Desk extends ChannelDuplexHandler {

  static final String NAME = "errand_desk";

  private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

  private final Desks desks;
  private final Caller caller;
  private final AccountTopics topics;
  private final Turns turns;
  private final long keepAliveSeconds;
  private boolean greeted;
  private boolean crowded;
  private boolean hasty;
  private boolean leaving;
  private long publishBucket = Pace.FULL;

  Desk(Desks desks, Caller caller, CONNECT connect, Turns turns) {
    this.desks = desks;
    this.caller = caller;
    this.topics = new AccountTopics(caller.account());
    this.turns = turns;
    this.keepAliveSeconds = connect.getKeepAlive();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    switch (message) {
      case PUBLISH publish -> {
        desks.publishPace().ifPresent(pace -> pace(ctx, pace));
        turn(ctx, () -> desks.publishes().judge(ctx, caller, topics, publish));
      }
      case SUBSCRIBE subscribe -> {
        // Keeps back what follows until SUBACK: a client may publish to its own new subscription.
        SubscribeMessageBarrier.addToPipeline(ctx);
        turn(ctx, () -> desks.subscribes().judge(ctx, caller, topics, subscribe));
      }
      case UNSUBSCRIBE unsubscribe -> inTurn(ctx, Packets.inside(unsubscribe, topics));
      case DISCONNECT _ -> {
        // Reading on would find the end of the stream and overtake what still waits.
        leaving = true;
        regulate(ctx);
        inTurn(ctx, message);
      }
      default -> ctx.fireChannelRead(message);
    }
  }

  private void pace(ChannelHandlerContext ctx, Pace pace) {
    publishBucket = pace.take(publishBucket, Desks.micros());
    if (!hasty) {
      await(ctx, pace);
    }
  }

  /** Reads on when the next publish may come. */
  private void await(ChannelHandlerContext ctx, Pace pace) {
    var wait = pace.waitMicros(publishBucket, Desks.micros());
    hasty = wait > 0;
    regulate(ctx);
    if (hasty) {
      var _ = ctx.executor().schedule(() -> await(ctx, pace), wait, TimeUnit.MICROSECONDS);
    }
  }

  private void inTurn(ChannelHandlerContext ctx, Object message) {
    if (turns.busy()) {
      turn(ctx, () -> ctx.executor().execute(() -> ctx.fireChannelRead(message)));
    } else {
      ctx.fireChannelRead(message);
    }
  }

  private void turn(ChannelHandlerContext ctx, Runnable task) {
    var unfinished = turns.add(task);
    if (unfinished >= desks.limits().unacknowledgedMax() && !crowded) {
      crowded = true;
      regulate(ctx);
      turns.add(() -> ctx.executor().execute(() -> relax(ctx)));
    }
  }

  private void relax(ChannelHandlerContext ctx) {
    crowded = false;
    regulate(ctx);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    regulate(ctx);
    ctx.fireChannelWritabilityChanged();
  }

  /** Who sends faster than we answer, or does not read our answers, is not read either. */
  private void regulate(ChannelHandlerContext ctx) {
    ctx.channel()
        .config()
        .setAutoRead(!crowded && !hasty && !leaving && ctx.channel().isWritable());
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof CONNACK connack
        && connack.getReasonCode() == Mqtt5ConnAckReasonCode.SUCCESS) {
      greet(ctx, promise);
      if (connack.getAssignedClientIdentifier() != null) {
        var _ = ctx.write(Packets.assigning(connack, caller.clientId()), promise);
        return;
      }
    } else if (message instanceof PUBLISH publish && !(message instanceof Replies.Direct)) {
      deliver(ctx, publish, promise);
      return;
    }
    var _ = ctx.write(message, promise);
  }

  private void deliver(ChannelHandlerContext ctx, PUBLISH publish, ChannelPromise promise) {
    var topic = topics.outside(publish.getTopic());
    if (topic.isPresent() && mayReceive(topic.get())) {
      var _ = ctx.write(Packets.on(topic.get(), publish), promise);
    } else {
      withhold(ctx, publish, promise);
    }
  }

  private void greet(ChannelHandlerContext ctx, ChannelPromise promise) {
    imposeKeepAlive(ctx);
    if (caller.accessKeyId().isPresent()) {
      limitLife(ctx);
    }
    greeted = true;
    promise.addListener(_ -> turns.add(() -> desks.gate().connected(caller)));
  }

  /** A signature is no proof for ever. Source: device-protocol 5.1 [doc]. */
  private void limitLife(ChannelHandlerContext ctx) {
    var life = desks.limits().signedConnectionMax().toMillis();
    var end =
        ctx.executor()
            .schedule(
                () ->
                    desks
                        .connections()
                        .end(ctx.channel(), Mqtt5DisconnectReasonCode.MAXIMUM_CONNECT_TIME),
                life,
                TimeUnit.MILLISECONDS);
    ctx.channel().closeFuture().addListener(_ -> end.cancel(false));
  }

  /** The broker caps MQTT 5 clients itself and tells them; MQTT 3.1.1 cannot be told. */
  private void imposeKeepAlive(ChannelHandlerContext ctx) {
    var max = desks.limits().keepAliveMax().toSeconds();
    if (keepAliveSeconds > 0 && keepAliveSeconds <= max) {
      return;
    }
    var pipeline = ctx.pipeline();
    if (pipeline.get(ChannelHandlerNames.MQTT_KEEPALIVE_IDLE_HANDLER) != null) {
      pipeline.remove(ChannelHandlerNames.MQTT_KEEPALIVE_IDLE_HANDLER);
    }
    var silenceMax = max + max / 2; // one and a half times, as MQTT says
    pipeline.addFirst(
        ChannelHandlerNames.MQTT_KEEPALIVE_IDLE_HANDLER,
        new Silence(silenceMax, desks.connections()));
  }

  /** Ends a connection that has not sent anything for too long. */
  private static final class Silence extends IdleStateHandler {

    private final Connections connections;

    Silence(long secondsMax, Connections connections) {
      super(secondsMax, 0, 0, TimeUnit.SECONDS);
      this.connections = connections;
    }

    @Override
    protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent event) {
      connections.end(ctx.channel(), Mqtt5DisconnectReasonCode.KEEP_ALIVE_TIMEOUT);
    }
  }

  private boolean mayReceive(String topic) {
    try {
      return desks.gate().mayReceive(caller, topic);
    } catch (RuntimeException failure) {
      LOG.error("deciding on a delivery failed client={}", caller.clientId(), failure);
      return false;
    }
  }

  /** Drops a delivery and acknowledges it in the client's name, so that its queue moves on. */
  private static void withhold(ChannelHandlerContext ctx, PUBLISH publish, ChannelPromise promise) {
    promise.setSuccess();
    if (publish.getQoS() != QoS.AT_MOST_ONCE) {
      var acknowledgement = new PUBACK(publish.getPacketIdentifier());
      ctx.executor().execute(() -> ctx.fireChannelRead(acknowledgement));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (greeted) {
      var ending = ending(ctx);
      turns.add(() -> desks.gate().disconnected(caller, ending));
    }
    ctx.fireChannelInactive();
  }

  private static Ending ending(ChannelHandlerContext ctx) {
    return switch (ClientConnectionContext.of(ctx.channel()).getClientState()) {
      case DISCONNECTED_BY_CLIENT -> Ending.BY_CLIENT;
      case DISCONNECTED_BY_SERVER -> Ending.BY_SERVER;
      case DISCONNECTED_TAKEN_OVER -> Ending.TAKEN_OVER;
      default -> Ending.LOST;
    };
  }
}
