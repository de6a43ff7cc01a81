package errand.core.fleet;

/** Why a connection ended, by the service's own names. Source: the service model's enumeration. */
public enum DisconnectReason {
  CLIENT_INITIATED_DISCONNECT,
  CONNECTION_LOST,
  DUPLICATE_CLIENTID,
  SERVER_INITIATED_DISCONNECT,
  /** The server stopped without a farewell; found at its next start. [choice] */
  SERVER_ERROR
}
