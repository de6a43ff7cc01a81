package errand.server.mqtt;

import java.util.Optional;

/**
 * What the broker asks the server. Implementations are thread-safe. For one connection the calls
 * come one at a time, on a virtual thread, in the order of its packets, and may block; only {@link
 * #mayReceive} is different. An exception counts as a refusal and is logged.
 */
public interface DeviceGate {

  /**
   * Whose account does who proves this belong to? Called once per CONNECT, before anything else.
   *
   * @return twelve digits; empty for who may not come in
   */
  Optional<String> account(Caller.Proof proof);

  /** May this client connect? Called once per CONNECT, before anything else about the caller. */
  boolean mayConnect(Caller caller);

  /** May the client publish there? Asked for requests, ordinary topics and will messages. */
  boolean mayPublish(Caller caller, String topic);

  /**
   * May the client have a message kept there for later subscribers? Asked for publishes and wills
   * with the retain flag, besides {@link #mayPublish}.
   */
  default boolean mayRetain(Caller caller, String topic) {
    return true;
  }

  /** May the client subscribe? The filter is as sent, with its {@code $share/…/} if it has one. */
  boolean maySubscribe(Caller caller, String filter);

  /**
   * May an MQTT 3.1.1 client stay that tried to subscribe where it may not? It is told by 0x80
   * then; else its connection ends without an answer. MQTT 5 clients always stay.
   */
  default boolean mayStay(Caller caller) {
    return true;
  }

  /**
   * May the client get a message on this topic because of its subscriptions? Asked for every
   * delivery except replies to its own requests. Called on an IO thread: answer from memory, at
   * once.
   */
  default boolean mayReceive(Caller caller, String topic) {
    return true;
  }

  /**
   * Takes a publish to a topic below {@code $aws/}. It is never routed to subscribers. {@link
   * #mayPublish} has been asked and has said yes. The connection may be gone by now; the request
   * counts all the same.
   */
  Outcome request(Caller caller, String topic, byte[] payload);

  /**
   * The outcome of a request is on its way, refusal and failure included: what is published from
   * now on reaches the caller after its reply. Called once for every {@link #request}.
   */
  default void settled(Caller caller, String topic) {}

  /** The client's CONNECT has been accepted. */
  void connected(Caller caller);

  /**
   * A connection that was {@link #connected} has ended. When another connection took over the same
   * client id, its {@code connected} may come first: tell them apart by {@link Caller#connection}.
   */
  void disconnected(Caller caller, Ending ending);
}
