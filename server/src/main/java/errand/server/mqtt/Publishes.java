package errand.server.mqtt;

import com.hivemq.bootstrap.ClientConnection;
import com.hivemq.mqtt.message.ProtocolVersion;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.mqtt5.Mqtt5UserProperties;
import com.hivemq.mqtt.message.puback.PUBACK;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.reason.Mqtt5DisconnectReasonCode;
import com.hivemq.mqtt.message.reason.Mqtt5PubAckReasonCode;
import io.netty.channel.ChannelHandlerContext;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges what clients publish. Below {@code $aws/} it is a request and ends here; other topics with
 * a dollar are forbidden; the rest goes on to the broker, which routes it.
 */
final class Publishes {

  private static final Logger LOG = LoggerFactory.getLogger(Publishes.class);
  private static final String SERVICE = "$aws/";
  private static final byte[] EMPTY = {};

  private final DeviceGate gate;
  private final MqttLimits limits;
  private final Connections connections;
  private final Replies replies;

  Publishes(DeviceGate gate, MqttLimits limits, Connections connections, Replies replies) {
    this.gate = gate;
    this.limits = limits;
    this.connections = connections;
    this.replies = replies;
  }

  /** Decides, blocking if the gate does, then acts on the connection's IO thread. */
  void judge(ChannelHandlerContext ctx, Caller caller, AccountTopics topics, PUBLISH publish) {
    var objection = objection(ctx, caller, publish);
    if (objection.isPresent()) {
      ctx.executor().execute(objection.get());
    } else if (publish.getTopic().startsWith(SERVICE)) {
      request(ctx, caller, publish);
    } else {
      var inside = Packets.on(topics.inside(publish.getTopic()), publish);
      ctx.executor().execute(() -> ctx.fireChannelRead(inside));
    }
  }

  /** What to do instead, if the publish may not be done. */
  private Optional<Runnable> objection(ChannelHandlerContext ctx, Caller caller, PUBLISH publish) {
    if (publish.getQoS() == QoS.EXACTLY_ONCE) {
      return Optional.of(() -> end(ctx, Mqtt5DisconnectReasonCode.QOS_NOT_SUPPORTED));
    }
    if (payload(publish).length > limits.payloadBytesMax()) {
      return Optional.of(() -> end(ctx, Mqtt5DisconnectReasonCode.PACKET_TOO_LARGE));
    }
    if (!limits.fits(publish.getTopic())) {
      return Optional.of(() -> end(ctx, Mqtt5DisconnectReasonCode.TOPIC_NAME_INVALID));
    }
    if (!allowed(caller, publish)) {
      return Optional.of(() -> refuse(ctx, publish, Mqtt5PubAckReasonCode.NOT_AUTHORIZED));
    }
    return Optional.empty();
  }

  private boolean allowed(Caller caller, PUBLISH publish) {
    var topic = publish.getTopic();
    // Retain on a reserved topic: device-protocol 1.6 [doc], answered like 5.4 [inferred].
    var forbidden = topic.startsWith(SERVICE) ? publish.isRetain() : topic.startsWith("$");
    try {
      return !forbidden
          && gate.mayPublish(caller, topic)
          && (!publish.isRetain() || gate.mayRetain(caller, topic));
    } catch (RuntimeException failure) {
      LOG.error("deciding on a publish failed client={}", caller.clientId(), failure);
      return false;
    }
  }

  private void request(ChannelHandlerContext ctx, Caller caller, PUBLISH publish) {
    var topic = publish.getTopic();
    try {
      var answer = answer(ctx, caller, publish);
      ctx.executor().execute(answer);
    } catch (RejectedExecutionException stopped) {
      throw stopped;
    } catch (RuntimeException failure) {
      LOG.error("request failed client={} topic={}", caller.clientId(), topic, failure);
      ctx.executor().execute(() -> refuse(ctx, publish, Mqtt5PubAckReasonCode.UNSPECIFIED_ERROR));
    } finally {
      gate.settled(caller, topic);
    }
  }

  private Runnable answer(ChannelHandlerContext ctx, Caller caller, PUBLISH publish) {
    return switch (gate.request(caller, publish.getTopic(), payload(publish))) {
      case Outcome.Reply reply ->
          () -> {
            acknowledge(ctx, publish);
            replies.deliver(ctx, caller, reply);
            ctx.flush();
          };
      case Outcome.Silent _ ->
          () -> {
            acknowledge(ctx, publish);
            ctx.flush();
          };
      case Outcome.Forbidden _ -> () -> refuse(ctx, publish, Mqtt5PubAckReasonCode.NOT_AUTHORIZED);
      case Outcome.Close _ -> () -> end(ctx, Mqtt5DisconnectReasonCode.PROTOCOL_ERROR);
    };
  }

  private static byte[] payload(PUBLISH publish) {
    return Objects.requireNonNullElse(publish.getPayload(), EMPTY);
  }

  /** Always reason 0x00, not flushed. Source: device-protocol 1.7 [inferred]. */
  private static void acknowledge(ChannelHandlerContext ctx, PUBLISH publish) {
    if (publish.getQoS() == QoS.AT_LEAST_ONCE) {
      var _ = ctx.write(new PUBACK(publish.getPacketIdentifier()));
    }
  }

  private void refuse(ChannelHandlerContext ctx, PUBLISH publish, Mqtt5PubAckReasonCode reason) {
    var connection = ClientConnection.of(ctx.channel());
    if (connection.getProtocolVersion() != ProtocolVersion.MQTTv5) {
      end(ctx, Mqtt5DisconnectReasonCode.NOT_AUTHORIZED);
    } else if (publish.getQoS() == QoS.AT_LEAST_ONCE) {
      var _ =
          ctx.writeAndFlush(
              new PUBACK(
                  publish.getPacketIdentifier(),
                  reason,
                  null,
                  Mqtt5UserProperties.NO_USER_PROPERTIES));
    }
  }

  private void end(ChannelHandlerContext ctx, Mqtt5DisconnectReasonCode reason) {
    connections.end(ctx.channel(), reason);
  }
}
