package errand.core.rollout;

import errand.core.rollout.Progress.Minute;
import java.time.Duration;
import java.time.Instant;

/**
 * When how many executions may be placed: whole minutes counted from the rollout's first, each with
 * a rate fixed at its beginning, the first batch at once. Source: control-plane 4.1 [choice].
 */
public final class Rollouts {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private Rollouts() {}

  /** What to do now. */
  public sealed interface Step {
    /** Place up to so many in this minute. */
    record Place(Minute minute, int atMost) implements Step {}

    /** This minute is full; look again then. */
    record Wait(Instant until) implements Step {}
  }

  /** The next step of a rollout that is not done. */
  public static Step next(Rate rate, Progress progress, long succeeded, Instant now) {
    Minute minute =
        progress
            .minute()
            .filter(last -> now.isBefore(last.from().plus(MINUTE)))
            .orElseGet(() -> begun(rate, progress, succeeded, now));
    int room = minute.rate() - minute.placed();
    return room > 0 ? new Step.Place(minute, room) : new Step.Wait(minute.from().plus(MINUTE));
  }

  // Minutes keep the beat of the first one, also after a pause.
  private static Minute begun(Rate rate, Progress progress, long succeeded, Instant now) {
    Instant from =
        progress
            .minute()
            .map(last -> last.from().plus(MINUTE.multipliedBy(minutesSince(last, now))))
            .orElse(now);
    return new Minute(from, rate.perMinute(progress.notified(), succeeded), 0);
  }

  private static long minutesSince(Minute last, Instant now) {
    return Duration.between(last.from(), now).dividedBy(MINUTE);
  }
}
