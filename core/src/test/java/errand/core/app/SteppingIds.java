package errand.core.app;

import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Ids that count from one, the same in every run. */
final class SteppingIds implements Ids {
  private final AtomicLong last = new AtomicLong();

  @Override
  public UUID next() {
    return new UUID(0, last.incrementAndGet());
  }

  @Override
  public long nextOrder(Instant now) {
    return last.incrementAndGet();
  }
}
