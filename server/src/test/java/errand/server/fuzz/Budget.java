package errand.server.fuzz;

import java.time.Duration;

/** How many inputs a run makes, and how long it may take. */
final class Budget {
  private final int count;
  private final long deadlineNanos;
  private int spent;

  private Budget(int count, Duration time) {
    this.count = count;
    this.deadlineNanos = System.nanoTime() + time.toNanos();
  }

  /**
   * That many inputs, or fewer on a slow machine; with {@code -Derrand.fuzz=N} exactly N times as
   * many, without a look at the clock.
   */
  static Budget of(int count, Duration time) {
    var times = Integer.getInteger("errand.fuzz", 0);
    return times > 0 ? new Budget(count * times, Duration.ofDays(1)) : new Budget(count, time);
  }

  /** Takes one, if there is one left. */
  boolean take() {
    if (spent >= count || System.nanoTime() > deadlineNanos) {
      return false;
    }
    spent++;
    return true;
  }

  int spent() {
    return spent;
  }
}
