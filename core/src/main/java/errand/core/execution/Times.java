package errand.core.execution;

import java.time.Instant;
import java.util.Optional;

/**
 * When things happened to an execution, in milliseconds.
 *
 * @param startedAt set by the first device report of any kind (device-protocol 3.3)
 */
public record Times(Optional<Instant> startedAt, Instant lastUpdatedAt) {
  Times reported(Instant at) {
    return new Times(startedAt.or(() -> Optional.of(at)), at);
  }

  Times changed(Instant at) {
    return new Times(startedAt, at);
  }
}
