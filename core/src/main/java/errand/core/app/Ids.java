package errand.core.app;

import java.time.Instant;
import java.util.UUID;

/** Where identity comes from; seeded in tests. Threads: any. */
public interface Ids {
  /** A new id; ids made later sort later, as far as the clock allows. */
  UUID next();

  /**
   * The next place in the order of all joins, jobs and placements: always above the last one given
   * by this process, and near the instant in microseconds so that it stays so across restarts.
   */
  long nextOrder(Instant now);
}
