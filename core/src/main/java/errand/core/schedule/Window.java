package errand.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A recurring maintenance window.
 *
 * @param length 1 minute to {@link #MINUTES_MAX} minutes
 */
public record Window(Cron cron, Duration length) {
  /** Longest window: ten minutes less than a day. */
  public static final int MINUTES_MAX = 1430;

  /** True from the opening on, and no more at the closing instant. */
  boolean openAt(Instant now) {
    return closes(now).isPresent();
  }

  /** When the window that is open then closes; empty when none is. */
  Optional<Instant> closes(Instant now) {
    // The only opening that can cover now is the first one after now - length.
    return cron.next(now.minus(length))
        .filter(opened -> !opened.isAfter(now))
        .map(opened -> opened.plus(length));
  }

  /** The next opening strictly after an instant. */
  Optional<Instant> nextOpening(Instant after) {
    return cron.next(after);
  }
}
