package errand.core.sim;

import static errand.core.sim.Broken.unless;

import errand.core.app.Picture;
import errand.core.execution.Execution;
import errand.core.job.Job;
import errand.core.job.JobStatus;
import errand.core.job.Selection;
import errand.core.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** What holds once faults have stopped: laws 4, 6 and 7 of {@code docs/simulation.md}. */
final class CalmLaws {
  private CalmLaws() {}

  /** Nothing that is due waits longer than a pulse. */
  static void punctual(Picture picture, Instant clock, Duration pulse) {
    Instant earlier = clock.minus(pulse);
    for (Execution each : picture.executions().values()) {
      unless(
          each.deadlines().due().filter(due -> due.isBefore(earlier)).isEmpty(),
          "no deadline is missed by more than a pulse",
          each + " at " + clock);
    }
    for (Job job : picture.jobs().values()) {
      boolean lives = job.status() == JobStatus.SCHEDULED || job.status() == JobStatus.IN_PROGRESS;
      // What opened or closed before the clock went back is not undone for that.
      if (lives && !job.life().lastUpdatedAt().isAfter(earlier)) {
        punctual(job, clock, earlier);
      }
    }
  }

  private static void punctual(Job job, Instant clock, Instant earlier) {
    Schedule schedule = job.plan().schedule();
    boolean ended = job.life().flags().ended();
    unless(
        ended || !schedule.endReached(earlier),
        "no end is missed by more than a pulse",
        job + " at " + clock);
    List<Boolean> opens =
        Stream.iterate(earlier, at -> !at.isAfter(clock), at -> at.plusSeconds(1))
            .map(schedule::openAt)
            .toList();
    boolean longOpen = !opens.contains(false);
    boolean longClosed = !opens.contains(true);
    unless(
        ended || !longOpen || job.status() == JobStatus.IN_PROGRESS,
        "no opening is missed by more than a pulse",
        job + " at " + clock);
    unless(
        ended || !longClosed || job.status() == JobStatus.SCHEDULED,
        "no closing is missed by more than a pulse",
        job + " at " + clock);
  }

  /** True when nothing is left to do, but for continuous jobs that wait for joiners. */
  static boolean settled(Picture picture) {
    return picture.executions().values().stream().noneMatch(Execution::pending)
        && picture.jobs().values().stream().allMatch(CalmLaws::settled);
  }

  private static boolean settled(Job job) {
    if (!job.chores().isEmpty()) {
      return false;
    }
    return switch (job.status()) {
      case COMPLETED, CANCELED -> true;
      case DELETION_IN_PROGRESS -> false;
      case SCHEDULED, IN_PROGRESS ->
          job.plan().selection() == Selection.CONTINUOUS
              && job.plan().schedule().end().isEmpty()
              && job.progress().done();
    };
  }
}
