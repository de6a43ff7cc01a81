package errand.server.http;

import java.time.Instant;
import java.util.Optional;

/** The server's time, where it can be moved. */
public interface Travel {
  Instant now();

  /** When something is due next; empty when nothing ever is. */
  Optional<Instant> nextDue();

  /**
   * Moves time to an instant that is not in the past, doing on the way, in order, all that becomes
   * due. Blocks until it is done and what it owed is published.
   */
  void moveTo(Instant target);
}
