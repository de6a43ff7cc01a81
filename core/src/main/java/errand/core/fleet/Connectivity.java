package errand.core.fleet;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a thing is connected, and since when.
 *
 * @param since when it last connected or disconnected
 * @param reason why it is not connected; absent while it is
 */
public record Connectivity(boolean connected, Instant since, Optional<DisconnectReason> reason) {
  public static Connectivity up(Instant since) {
    return new Connectivity(true, since, Optional.empty());
  }

  public static Connectivity down(Instant since, DisconnectReason reason) {
    return new Connectivity(false, since, Optional.of(reason));
  }
}
