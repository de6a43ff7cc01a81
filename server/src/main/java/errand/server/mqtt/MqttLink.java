package errand.server.mqtt;

import errand.server.line.Line;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The door between MQTT connections and the server: publishes out, requests in. All methods may be
 * called from any thread but block, so call them from virtual threads.
 */
public interface MqttLink extends AutoCloseable {

  /**
   * The part of one account: its clients, and the topics they know.
   *
   * @param account twelve digits
   */
  AccountLink account(String account);

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
