package errand.server.mqtt;

/** The ways in. */
public enum Door {
  /** MQTT over TCP, without encryption and without proof of who calls. */
  PLAIN,
  /** MQTT over TLS with a client certificate. */
  TLS,
  /** MQTT over WebSocket, let in by a signed link or by a client certificate. */
  WEBSOCKET
}
