package errand.core.rollout;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * How fast executions may be placed. Source: control-plane 4.1.
 *
 * @param perMinuteMax 1 to {@link #PER_MINUTE_MAX}
 * @param ramp grows towards the maximum; without it the maximum holds from the start
 */
public record Rate(int perMinuteMax, Optional<Ramp> ramp) {
  /** Highest rate an operator may ask for, and the rate when none is given. */
  public static final int PER_MINUTE_MAX = 1000;

  public static final Rate DEFAULT = new Rate(PER_MINUTE_MAX, Optional.empty());

  /**
   * An exponential ramp.
   *
   * @param basePerMinute the first rate, 1 to 1000 and below the maximum
   * @param factorTenths what each step multiplies by, in tenths, 11 to 50
   * @param by what makes the next step
   * @param every how many of these make one step, at least 1
   */
  public record Ramp(int basePerMinute, int factorTenths, Criterion by, int every) {}

  /** What is counted towards the next step. */
  public enum Criterion {
    NOTIFIED,
    SUCCEEDED
  }

  /** The rate for a minute that begins with these totals. */
  public int perMinute(long notified, long succeeded) {
    return ramp.map(r -> ramped(r, r.by() == Criterion.NOTIFIED ? notified : succeeded))
        .orElse(perMinuteMax);
  }

  // floor(base x factor^step), exact: decimals, and no further than the maximum.
  private int ramped(Ramp ramp, long counted) {
    long steps = counted / ramp.every();
    var value = BigDecimal.valueOf(ramp.basePerMinute());
    var factor = BigDecimal.valueOf(ramp.factorTenths(), 1);
    for (long step = 0; step < steps && value.intValue() < perMinuteMax; step++) {
      value = value.multiply(factor);
    }
    return Math.min(perMinuteMax, value.intValue());
  }
}
