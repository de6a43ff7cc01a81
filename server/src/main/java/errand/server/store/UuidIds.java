package errand.server.store;

import errand.core.app.Ids;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Ids of UUID version 7 (RFC 9562): the clock's milliseconds, a count within the millisecond, and
 * 62 random bits. Within a process they only go up, also when the clock goes back or a millisecond
 * has more ids than the count holds: they then run ahead of the clock.
 */
public final class UuidIds implements Ids {
  private static final int COUNT_BITS = 12;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;
  private static final long RANDOM_MASK = 0x3fff_ffff_ffff_ffffL;

  private final InstantSource clock;
  private final RandomGenerator random;
  private final AtomicLong lastTick = new AtomicLong();
  private final AtomicLong lastOrder;

  /**
   * @param random used by any thread, one at a time
   * @param highestOrder the highest place already used, which the next one is to be above
   */
  public UuidIds(InstantSource clock, RandomGenerator random, long highestOrder) {
    this.clock = clock;
    this.random = random;
    this.lastOrder = new AtomicLong(highestOrder);
  }

  @Override
  public UUID next() {
    long tick = next(lastTick, clock.millis() << COUNT_BITS);
    long high = ((tick >>> COUNT_BITS) << 16) | VERSION_7 | (tick & COUNT_MASK);
    return new UUID(high, VARIANT | (randomBits() & RANDOM_MASK));
  }

  @Override
  public long nextOrder(Instant now) {
    return next(lastOrder, ChronoUnit.MICROS.between(Instant.EPOCH, now));
  }

  private static long next(AtomicLong last, long wanted) {
    return last.updateAndGet(before -> Math.max(before + 1, wanted));
  }

  private long randomBits() {
    synchronized (random) {
      return random.nextLong();
    }
  }
}
