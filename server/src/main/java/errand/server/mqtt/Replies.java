package errand.server.mqtt;

import static com.hivemq.mqtt.handler.publish.PublishStatus.NOT_CONNECTED;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import com.hivemq.bootstrap.ClientConnection;
import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.mqtt.handler.publish.PublishStatus;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.message.pool.exception.MessageIdUnavailableException;
import com.hivemq.mqtt.message.pool.exception.NoMessageIdAvailableException;
import com.hivemq.mqtt.message.publish.PUBLISH;
import com.hivemq.mqtt.message.publish.PublishWithFuture;
import com.hivemq.mqtt.services.PublishDistributor;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a reply to the connection that asked, without a look at subscriptions.
 *
 * <p>The usual way is straight onto the connection, in flight under a packet id of the session.
 * When the connection ends before the client has acknowledged, a persistent session gets the reply
 * through its queue instead; the client may then see it twice. Source: device-protocol 1.3
 * [inferred].
 */
final class Replies {

  /** Marks a publish as a reply, so that it passes without {@link DeviceGate#mayReceive}. */
  static final class Direct extends PublishWithFuture {
    private static final long serialVersionUID = 1L;

    Direct(PUBLISH publish) {
      super(publish, SettableFuture.create(), false);
    }
  }

  /** Replies of one connection; touched on its IO thread only. */
  private static final class Account {
    int unacknowledged;
    int earlyIds;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
  private static final AttributeKey<Account> ACCOUNT = AttributeKey.valueOf("errand_replies");
  private static final int PACKET_ID_MAX = 65_535;

  private final MqttLimits limits;
  private final Packets packets;
  private final PublishDistributor queues;

  Replies(MqttLimits limits, Packets packets, PublishDistributor queues) {
    this.limits = limits;
    this.packets = packets;
    this.queues = queues;
  }

  /** Writes the reply without flushing. On the connection's IO thread only. */
  void deliver(ChannelHandlerContext ctx, Caller caller, Outcome.Reply reply) {
    var connection = ClientConnection.of(ctx.channel());
    var account = account(ctx);
    if (!ctx.channel().isActive()) {
      queue(caller, connection, reply);
    } else if (account.unacknowledged < window(connection)) {
      send(ctx, caller, connection, reply);
    } else {
      // A client that never acknowledges would fill our memory with replies in flight.
      var _ = ctx.channel().write(new Direct(publish(reply, QoS.AT_MOST_ONCE, Packets.NO_ID)));
    }
  }

  /** How many the client takes at QoS 1 before the broker would hold back the next. */
  private int window(ClientConnection connection) {
    var broker = InternalConfigurations.MAX_INFLIGHT_WINDOW_SIZE_MESSAGES;
    return Math.min(limits.unacknowledgedMax(), connection.getMaxInflightWindow(broker));
  }

  private static Account account(ChannelHandlerContext ctx) {
    var attribute = ctx.channel().attr(ACCOUNT);
    attribute.setIfAbsent(new Account());
    return Objects.requireNonNull(attribute.get());
  }

  private void send(
      ChannelHandlerContext ctx, Caller caller, ClientConnection connection, Outcome.Reply reply) {
    var account = account(ctx);
    var id = packetId(connection, account);
    var direct = new Direct(publish(reply, QoS.AT_LEAST_ONCE, id));
    account.unacknowledged++;
    Futures.addCallback(
        direct.getFuture(),
        new FutureCallback<PublishStatus>() {
          @Override
          public void onSuccess(PublishStatus status) {
            account.unacknowledged--;
            connection.getFreePacketIdRanges().returnId(id);
            if (status == NOT_CONNECTED) {
              queue(caller, connection, reply);
            }
          }

          @Override
          public void onFailure(Throwable impossible) {
            LOG.error("reply failed client={}", caller.clientId(), impossible);
          }
        },
        MoreExecutors.directExecutor());
    // From the end of the pipeline, so that the broker's flow control sees it.
    ctx.channel()
        .write(direct)
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                direct.getFuture().set(NOT_CONNECTED);
              }
            });
  }

  /**
   * A free packet id. Until a resumed session's messages in flight have been sent again, their ids,
   * low ones, are not yet marked as taken; replies then take theirs from the other end.
   */
  private static int packetId(ClientConnection connection, Account account) {
    var ids = connection.getFreePacketIdRanges();
    try {
      if (connection.isInFlightMessagesSent()) {
        return ids.takeNextId();
      }
      var early = PACKET_ID_MAX - account.earlyIds++;
      ids.takeSpecificId(early);
      return early;
    } catch (NoMessageIdAvailableException | MessageIdUnavailableException bug) {
      throw new IllegalStateException("no packet id for " + connection.getClientId(), bug);
    }
  }

  private PUBLISH publish(Outcome.Reply reply, QoS qos, int packetId) {
    return packets.publish(reply.topic(), reply.payload(), qos, packetId);
  }

  /** Leaves the reply to a session that outlives its connection; nobody else gets at it. */
  private void queue(Caller caller, ClientConnection connection, Outcome.Reply reply) {
    var expiry = connection.getClientSessionExpiryInterval();
    if (reply.secret() || expiry == null || expiry == 0) {
      return;
    }
    var inside = new AccountTopics(caller.account()).inside(reply.topic());
    var publish = packets.publish(inside, reply.payload(), QoS.AT_LEAST_ONCE, Packets.NO_ID);
    var _ =
        queues.sendMessageToSubscriber(
            publish, caller.session(), QoS.AT_LEAST_ONCE.getQosNumber(), false, false, null);
  }
}
