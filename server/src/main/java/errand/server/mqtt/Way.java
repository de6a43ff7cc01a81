package errand.server.mqtt;

import io.netty.handler.ssl.SslContext;
import java.util.Optional;

/** How a connection came in, which decides what stands in its pipeline and what it has proven. */
sealed interface Way {

  /** Our own port without TLS. */
  record Plain() implements Way {}

  /** Our own port with mutual TLS. */
  record Tls(SslContext context) implements Way {}

  /** Somebody else's port with mutual TLS, done with. */
  record Direct() implements Way {}

  /**
   * Somebody else's port, where WebSocket has been agreed on.
   *
   * @param accessKeyId whose signature let it in; empty when its certificate did
   */
  record WebSocket(Optional<String> accessKeyId) implements Way {}

  /** The door that callers are told of. */
  default Door door() {
    return switch (this) {
      case Plain() -> Door.PLAIN;
      case Tls _, Direct() -> Door.TLS;
      case WebSocket _ -> Door.WEBSOCKET;
    };
  }
}
