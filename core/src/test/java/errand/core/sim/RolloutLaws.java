package errand.core.sim;

import static errand.core.sim.Broken.unless;

import errand.core.execution.Status;
import errand.core.job.Job;
import errand.core.job.JobStatus;
import errand.core.name.JobId;
import errand.core.rollout.Rate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How fast and when a rollout places: law 3 of {@code docs/simulation.md}. */
final class RolloutLaws implements Laws.Law {
  private final SortedMap<JobId, Minutes> minutes = new TreeMap<>();
  private Instant clockSeen = Instant.MIN;

  /** The minutes of one rollout, counted from its first look. */
  private static final class Minutes {
    final long order;
    final Instant first;
    long minute;
    long placed;
    long allowed;
    boolean clockWentBack;

    Minutes(long order, Instant first) {
      this.order = order;
      this.first = first;
    }
  }

  @Override
  public void check(Laws.Commit commit) {
    if (commit.at().isBefore(clockSeen)) {
      // A minute that comes twice is filled once only, but not minute by minute of this clock.
      minutes.values().forEach(each -> each.clockWentBack = true);
    }
    clockSeen = commit.at();
    minutes.keySet().retainAll(commit.after().jobs().keySet());
    for (Job now : commit.after().jobs().values()) {
      Job was = commit.before().jobs().get(now.id());
      if (was != null && !was.equals(now) && was.life().order() == now.life().order()) {
        long placed = now.progress().notified() - was.progress().notified();
        unless(placed >= 0, "a rollout never goes back", was + " to " + now);
        now.progress().minute().ifPresent(minute -> begun(now, minute.from()));
        if (placed > 0) {
          placed(commit, was, placed);
        }
      }
    }
  }

  private void begun(Job job, Instant first) {
    Minutes counted = minutes.get(job.id());
    if (counted == null || counted.order != job.life().order()) {
      minutes.put(job.id(), new Minutes(job.life().order(), first));
    }
  }

  private void placed(Laws.Commit commit, Job was, long placed) {
    unless(
        was.plan().schedule().openAt(commit.at()) && !was.plan().schedule().endReached(commit.at()),
        "a rollout goes on between start and end and in a window only",
        was + " at " + commit.at());
    unless(
        was.status() != JobStatus.IN_PROGRESS || !was.life().flags().paused(),
        "a paused rollout stands still",
        was);
    Optional<Minutes> counted = Optional.ofNullable(minutes.get(was.id()));
    unless(counted.isPresent(), "what is placed is placed in a minute", was);
    count(commit, was, counted.orElseThrow(), placed);
  }

  private static void count(Laws.Commit commit, Job was, Minutes counted, long placed) {
    long minute = Duration.between(counted.first, commit.at()).toMinutes();
    Rate rate = was.terms().rate().orElse(Rate.DEFAULT);
    long succeeded = commit.before().counts(was.id()).of(Status.SUCCEEDED);
    if (minute != counted.minute) {
      counted.minute = minute;
      counted.placed = 0;
      counted.allowed = 0;
    }
    counted.placed += placed;
    counted.allowed =
        Math.max(counted.allowed, rate.perMinute(was.progress().notified(), succeeded));
    unless(
        counted.placed <= counted.allowed || counted.clockWentBack,
        "a minute of a rollout never exceeds the rate",
        counted.placed + " in minute " + minute + " of " + was);
  }
}
