package errand.core.sim;

import errand.core.app.Ids;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/** Ids of one process; the next one goes on above the highest order the store has. */
final class SimIds implements Ids {
  private final Counter uuids;
  private long lastOrder;

  SimIds(Counter uuids, long highestOrder) {
    this.uuids = uuids;
    this.lastOrder = highestOrder;
  }

  /** Outlives processes, as random ids are free in every one of them. */
  static final class Counter {
    private long last;
  }

  @Override
  public UUID next() {
    return new UUID(0, ++uuids.last);
  }

  @Override
  public long nextOrder(Instant now) {
    lastOrder = Math.max(lastOrder + 1, ChronoUnit.MICROS.between(Instant.EPOCH, now));
    return lastOrder;
  }
}
