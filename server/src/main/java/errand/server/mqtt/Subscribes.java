package errand.server.mqtt;

import com.hivemq.bootstrap.ClientConnection;
import com.hivemq.mqtt.handler.subscribe.IncomingSubscribeService;
import com.hivemq.mqtt.message.ProtocolVersion;
import com.hivemq.mqtt.message.reason.Mqtt5DisconnectReasonCode;
import com.hivemq.mqtt.message.reason.Mqtt5SubAckReasonCode;
import com.hivemq.mqtt.message.subscribe.SUBSCRIBE;
import com.hivemq.mqtt.message.subscribe.Topic;
import com.hivemq.persistence.clientsession.ClientSessionSubscriptionPersistence;
import io.netty.channel.ChannelHandlerContext;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Judges each filter of a SUBSCRIBE by itself; the broker stores and answers the allowed ones. */
final class Subscribes {

  private static final Logger LOG = LoggerFactory.getLogger(Subscribes.class);

  private final DeviceGate gate;
  private final MqttLimits limits;
  private final Connections connections;
  private final IncomingSubscribeService broker;
  private final ClientSessionSubscriptionPersistence subscriptions;

  Subscribes(
      DeviceGate gate,
      MqttLimits limits,
      Connections connections,
      IncomingSubscribeService broker,
      ClientSessionSubscriptionPersistence subscriptions) {
    this.gate = gate;
    this.limits = limits;
    this.connections = connections;
    this.broker = broker;
    this.subscriptions = subscriptions;
  }

  /** Decides, blocking if the gate does, then acts on the connection's IO thread. */
  void judge(ChannelHandlerContext ctx, Caller caller, AccountTopics topics, SUBSCRIBE subscribe) {
    var filters = subscribe.getTopics();
    var held = filtersOf(caller);
    // The broker takes a missing code for "grant what was asked".
    var codes = new Mqtt5SubAckReasonCode[filters.size()];
    for (var i = 0; i < codes.length; i++) {
      var filter = filters.get(i).getTopic();
      var refusal =
          i < limits.subscribeFiltersMax()
              ? refusal(caller, filter, topics.inside(filter), held)
              : Optional.of(Mqtt5SubAckReasonCode.QUOTA_EXCEEDED);
      if (refusal.isPresent()) {
        codes[i] = refusal.get();
      }
    }
    if (mustGo(ctx, caller, codes)) {
      ctx.executor()
          .execute(() -> connections.end(ctx.channel(), Mqtt5DisconnectReasonCode.NOT_AUTHORIZED));
      return;
    }
    var inside = Packets.inside(subscribe, topics);
    ctx.executor()
        .execute(
            () -> broker.processSubscribe(ctx, inside, codes, new String[codes.length], false));
  }

  private boolean mustGo(ChannelHandlerContext ctx, Caller caller, Mqtt5SubAckReasonCode[] codes) {
    var version = ClientConnection.of(ctx.channel()).getProtocolVersion();
    return version != ProtocolVersion.MQTTv5
        && Arrays.asList(codes).contains(Mqtt5SubAckReasonCode.NOT_AUTHORIZED)
        && !gate.mayStay(caller);
  }

  private Set<String> filtersOf(Caller caller) {
    return subscriptions.getSubscriptions(caller.session()).stream()
        .map(Topic::getTopic)
        .collect(Collectors.toSet());
  }

  /** Why the filter is refused; when it is not, it joins those held. */
  private Optional<Mqtt5SubAckReasonCode> refusal(
      Caller caller, String filter, String inside, Set<String> held) {
    if (!limits.fits(unshared(filter))) {
      return Optional.of(Mqtt5SubAckReasonCode.TOPIC_FILTER_INVALID);
    }
    if (!held.contains(inside) && held.size() >= limits.subscriptionsMax()) {
      return Optional.of(Mqtt5SubAckReasonCode.QUOTA_EXCEEDED);
    }
    if (!allowed(caller, filter)) {
      return Optional.of(Mqtt5SubAckReasonCode.NOT_AUTHORIZED);
    }
    held.add(inside);
    return Optional.empty();
  }

  private boolean allowed(Caller caller, String filter) {
    try {
      return gate.maySubscribe(caller, filter);
    } catch (RuntimeException failure) {
      LOG.error("deciding on a SUBSCRIBE failed client={}", caller.clientId(), failure);
      return false;
    }
  }

  /** The filter behind {@code $share/<group>/}: the prefix does not count against the limits. */
  private static String unshared(String filter) {
    return filter.startsWith("$share/") ? filter.replaceFirst("^\\$share/[^/]*/", "") : filter;
  }
}
