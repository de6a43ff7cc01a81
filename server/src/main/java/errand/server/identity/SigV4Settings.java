package errand.server.identity;

import java.time.Duration;
import java.util.Optional;

/**
 * How strictly signatures are read.
 *
 * @param clockSkewMax how far a client's clock may be off, either way
 * @param region the only region taken in scopes; empty takes any
 */
public record SigV4Settings(Duration clockSkewMax, Optional<String> region) {
  /** Five minutes and any region. Source: control-plane 13.6 [inferred]. */
  public static final SigV4Settings USUAL =
      new SigV4Settings(Duration.ofMinutes(5), Optional.empty());
}
