package errand.server.mqtt;

import errand.server.line.Line;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;

/**
 * The door between MQTT connections and the server: publishes out, requests in. All methods may be
 * called from any thread but block, so call them from virtual threads.
 */
public interface MqttLink extends AutoCloseable {

  /**
   * Publishes at QoS 1, not retained, to every subscriber with a matching filter, one copy each.
   * Returns when the broker has taken it: the message then waits in the queue of every matching
   * session, connected or not. Calls made one after the other are delivered in that order.
   *
   * @param topic a topic name without wildcards
   * @throws LinkException when the broker did not take it; repeating is safe (at least once)
   */
  void publish(String topic, byte[] payload);

  /**
   * Ends the live connections for which the test says yes, and waits a few seconds for them to be
   * gone. Meant for a revoked certificate, a detached policy or a deleted thing. A connection whose
   * CONNECT is still being decided counts as live. Sessions and their queues stay.
   *
   * @return how many connections were told to end
   */
  int disconnect(Predicate<Caller> which);

  /**
   * Serves MQTT on a connection that somebody else accepted, with mutual TLS: {@link Door#TLS}.
   * Returns at once; the line is the broker's from now on.
   */
  void direct(Line line);

  /**
   * Serves MQTT in WebSocket frames on a connection that somebody else accepted and upgraded:
   * {@link Door#WEBSOCKET}. Returns at once; the line is the broker's from now on.
   *
   * @param accessKeyId whose signature let it in; empty when the line's certificate is to count
   */
  void webSocket(Line line, Optional<String> accessKeyId);

  /** The port of the door without TLS, if it is open. */
  OptionalInt plainPort();

  /** The port of the door with mutual TLS, if it is open. */
  OptionalInt tlsPort();

  /** Closes all doors, ends all connections, waits for requests under way. May be repeated. */
  @Override
  void close();
}
