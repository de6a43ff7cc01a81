package errand.server.mqtt;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.inject.Injector;
import com.hivemq.mqtt.message.QoS;
import com.hivemq.mqtt.services.PublishDistributor;
import com.hivemq.mqtt.topic.SubscriberWithIdentifiers;
import com.hivemq.mqtt.topic.tree.LocalTopicTree;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts our own publishes into the queues of the sessions that subscribe to them. */
final class Notices {

  private static final int SECONDS_MAX = 30;

  private final LocalTopicTree tree;
  private final PublishDistributor queues;
  private final Packets packets;

  Notices(Injector hive, Packets packets) {
    this.tree = hive.getInstance(LocalTopicTree.class);
    this.queues = hive.getInstance(PublishDistributor.class);
    this.packets = packets;
  }

  /** The topic is as the broker knows it. Returns when every queue has it. */
  void publish(String topic, byte[] payload) {
    try {
      Futures.allAsList(distribute(topic, payload)).get(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new LinkException("interrupted while publishing " + topic, stopped);
    } catch (ExecutionException | TimeoutException | RuntimeException failure) {
      throw new LinkException("not published: " + topic, failure);
    }
  }

  private List<ListenableFuture<Void>> distribute(String topic, byte[] payload) {
    // Filters that start with a wildcard must not match topics that start with a dollar: an MQTT
    // rule the broker leaves out, since it expects no such topics.
    var found = tree.findTopicSubscribers(topic, topic.startsWith("$"));
    var publish = packets.publish(topic, payload, QoS.AT_LEAST_ONCE, Packets.NO_ID);
    var subscribers =
        found.getSubscribers().stream()
            .collect(
                Collectors.toMap(SubscriberWithIdentifiers::getSubscriber, Function.identity()));
    var here = MoreExecutors.newDirectExecutorService();
    return List.of(
        queues.distributeToNonSharedSubscribers(subscribers, publish, here),
        queues.distributeToSharedSubscribers(found.getSharedSubscriptions(), publish, here));
  }
}
