package errand.core.app;

import java.time.Instant;

/**
 * So many a second on average, and a second's worth at once: a token bucket.
 *
 * <p>The state of a bucket is one number, the instant at which it will be full again, in
 * microseconds since the epoch of whoever counts; anything up to now means full. Taking a token
 * moves it on by the time one token takes to come back. A clock that goes back makes the wait
 * longer by as much, never shorter.
 *
 * @param perSecond tokens that come back each second, and the most there can be; 1 to 1,000,000
 */
public record Pace(int perSecond) {
  /** The state of a bucket nobody has taken from. */
  public static final long FULL = Long.MIN_VALUE;

  private static final int PER_SECOND_MAX = 1_000_000;
  private static final long SECOND_MICROS = 1_000_000;

  public Pace {
    if (perSecond < 1 || perSecond > PER_SECOND_MAX) {
      throw new IllegalArgumentException("a pace is 1 to 1000000 a second, not " + perSecond);
    }
  }

  /** Microseconds since 1970. */
  public static long micros(Instant now) {
    return now.getEpochSecond() * SECOND_MICROS + now.getNano() / 1000;
  }

  /** Whether the bucket has a token. */
  public boolean admits(long fullAt, long nowMicros) {
    return waitMicros(fullAt, nowMicros) == 0;
  }

  /** The bucket after one token is taken, whether it was there or is owed. */
  public long take(long fullAt, long nowMicros) {
    return Math.max(fullAt, nowMicros) + tokenMicros();
  }

  /** Microseconds until the bucket has a token; 0 when it has one. */
  public long waitMicros(long fullAt, long nowMicros) {
    return Math.max(0, take(fullAt, nowMicros) - nowMicros - tokenMicros() * perSecond);
  }

  private long tokenMicros() {
    return SECOND_MICROS / perSecond;
  }
}
