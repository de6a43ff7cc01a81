package errand.core.rollout;

import errand.core.rollout.Rollouts.Step;
import errand.core.schedule.Schedule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a rollout would go, minute by minute, with the arithmetic of the real one. It supposes that
 * every thing succeeds within the minute it is placed in, which matters only to ramps that count
 * successes.
 *
 * @param minutes at most {@link #MINUTES_MAX}, in order; minutes without a placement are left out
 * @param placed things that get an execution within these minutes
 * @param complete false when the end time, or the length of the list, comes before the last thing
 */
public record Forecast(List<Minute> minutes, long placed, boolean complete) {
  /** Most minutes told: a week of them. */
  public static final int MINUTES_MAX = 7 * 24 * 60;

  public Forecast {
    minutes = List.copyOf(minutes);
  }

  /**
   * One minute in which executions are placed.
   *
   * @param first ordinal of the first thing in it, from 0, in the order of the walk
   * @param count how many things, at least 1
   */
  public record Minute(Instant from, long first, int count) {}

  /** The forecast for so many things, for a job created now. */
  public static Forecast of(Rate rate, Schedule schedule, long things, Instant now) {
    return new Run(rate, schedule, things, now).run();
  }

  /** One calculation. */
  private static final class Run {
    private final Rate rate;
    private final Schedule schedule;
    private final long things;
    private final List<Minute> minutes = new ArrayList<>();
    private Progress progress = Progress.NOT_BEGUN;
    private Optional<Instant> at;

    Run(Rate rate, Schedule schedule, long things, Instant now) {
      this.rate = rate;
      this.schedule = schedule;
      this.things = things;
      this.at = Optional.of(now);
    }

    Forecast run() {
      while (progress.notified() < things && minutes.size() < MINUTES_MAX && at.isPresent()) {
        step(at.get());
      }
      long placed = progress.notified();
      return new Forecast(minutes, placed, placed >= things);
    }

    private void step(Instant now) {
      if (schedule.endReached(now)) {
        at = Optional.empty();
      } else if (!schedule.openAt(now)) {
        at = schedule.nextOpening(now);
      } else {
        switch (Rollouts.next(rate, progress, progress.notified(), now)) {
          case Step.Wait(var until) -> at = Optional.of(until);
          case Step.Place(var minute, var atMost) -> place(minute, atMost, now);
        }
      }
    }

    private void place(Progress.Minute minute, int atMost, Instant now) {
      int count = (int) Math.min(atMost, things - progress.notified());
      minutes.add(new Minute(now, progress.notified(), count));
      progress = progress.placed(minute, count);
    }
  }
}
