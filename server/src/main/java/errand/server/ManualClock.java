package errand.server;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until it is moved; never backwards. Threads: any. */
final class ManualClock implements InstantSource {
  private final AtomicReference<Instant> now;

  ManualClock(Instant start) {
    now = new AtomicReference<>(start);
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  /** Moves on; an instant that has passed leaves it where it is. */
  void moveTo(Instant next) {
    now.accumulateAndGet(next, (one, other) -> one.isAfter(other) ? one : other);
  }
}
