package errand.server.mqtt;

import com.hivemq.bootstrap.ClientConnection;
import com.hivemq.bootstrap.ClientConnectionContext;
import com.hivemq.mqtt.handler.disconnect.MqttServerDisconnector;
import com.hivemq.mqtt.message.reason.Mqtt5DisconnectReasonCode;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The live connections and who is on them, from the moment a CONNECT is being decided until the
 * channel has closed.
 */
final class Connections {

  private static final Duration GOODBYE_MAX = Duration.ofSeconds(5);

  private final Map<Channel, Caller> callers = new ConcurrentHashMap<>();
  private final Map<String, Channel> holders = new ConcurrentHashMap<>();
  private final MqttServerDisconnector disconnector;

  Connections(MqttServerDisconnector disconnector) {
    this.disconnector = disconnector;
  }

  void add(Channel channel, Caller caller) {
    callers.put(channel, caller);
    // Runs at once when the channel has closed before, so no entry stays behind.
    channel.closeFuture().addListener(closed -> callers.remove(channel));
  }

  /**
   * Makes a client the only one with its client id in its account, once it has been let in. The
   * broker itself sees to those of the same session; this ends those of other people's.
   */
  void claim(Channel channel, Caller caller) {
    var seat = caller.account() + "/" + caller.clientId();
    var before = holders.put(seat, channel);
    channel.closeFuture().addListener(closed -> holders.remove(seat, channel));
    var other = before == null ? null : callers.get(before);
    if (before != null && other != null && !other.session().equals(caller.session())) {
      before.eventLoop().execute(() -> end(before, Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER));
    }
  }

  /** Ends the matching connections and waits until they are gone or the patience is. */
  int end(Predicate<Caller> which, Mqtt5DisconnectReasonCode reason) {
    var ended =
        callers.entrySet().stream()
            .filter(entry -> which.test(entry.getValue()))
            .map(Map.Entry::getKey)
            .toList();
    ended.forEach(channel -> channel.eventLoop().execute(() -> end(channel, reason)));
    var deadline = System.nanoTime() + GOODBYE_MAX.toNanos();
    for (var channel : ended) {
      var left = Math.max(0, deadline - System.nanoTime());
      channel.closeFuture().awaitUninterruptibly(Duration.ofNanos(left).toMillis());
    }
    return ended.size();
  }

  /** Ends one connection; on its IO thread only. */
  void end(Channel channel, Mqtt5DisconnectReasonCode reason) {
    if (ClientConnectionContext.of(channel) instanceof ClientConnection) {
      disconnector.disconnect(channel, null, reason.name(), reason, null);
    } else {
      // Before CONNACK a DISCONNECT would be a protocol error.
      var _ = channel.close();
    }
  }
}
