package errand.server.mqtt;

import java.util.function.Predicate;

/**
 * The part of {@link MqttLink} that belongs to one account. All methods may be called from any
 * thread but block, so call them from virtual threads.
 */
public interface AccountLink {

  /**
   * Publishes at QoS 1, not retained, to every subscriber of the account with a matching filter,
   * one copy each. Returns when the broker has taken it: the message then waits in the queue of
   * every matching session, connected or not. Calls made one after the other are delivered in that
   * order.
   *
   * @param topic a topic name without wildcards
   * @throws LinkException when the broker did not take it; repeating is safe (at least once)
   */
  void publish(String topic, byte[] payload);

  /**
   * Ends the account's live connections for which the test says yes, and waits a few seconds for
   * them to be gone. Meant for a revoked certificate, a detached policy or a deleted thing. A
   * connection whose CONNECT is still being decided counts as live. Sessions and their queues stay.
   *
   * @return how many connections were told to end
   */
  int disconnect(Predicate<Caller> which);
}
