package errand.server.mqtt;

/** How a connection ended. */
public enum Ending {
  /** The client sent DISCONNECT. */
  BY_CLIENT,
  /**
   * We ended it: refused, over a limit, silent for too long, {@link AccountLink#disconnect}, stop.
   */
  BY_SERVER,
  /** Another connection came with the same client id. */
  TAKEN_OVER,
  /** The network connection broke. */
  LOST
}
