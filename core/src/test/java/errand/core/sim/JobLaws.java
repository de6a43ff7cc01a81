package errand.core.sim;

import static errand.core.sim.Broken.unless;

import errand.core.app.Picture;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Status;
import errand.core.job.Counts;
import errand.core.job.Job;
import errand.core.job.JobStatus;
import errand.core.name.JobId;
import errand.core.schedule.EndBehavior;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What may become of jobs, and what they count: laws 3 and 4 of {@code docs/simulation.md}. */
final class JobLaws implements Laws.Law {
  private final Sights sights;

  JobLaws(Sights sights) {
    this.sights = sights;
  }

  private static final class Tally {
    final EnumMap<Status, Long> rows = new EnumMap<>(Status.class);
    final EnumMap<Status, Long> superseded = new EnumMap<>(Status.class);

    long of(Status status) {
      return rows.getOrDefault(status, 0L);
    }

    long pending() {
      return of(Status.QUEUED) + of(Status.IN_PROGRESS);
    }
  }

  @Override
  public void check(Laws.Commit commit) {
    if (commit.onlyNotices()) {
      return;
    }
    Picture after = commit.after();
    Map<JobId, Tally> tallies = tallies(after);
    for (JobId id : tallies.keySet()) {
      unless(after.jobs().containsKey(id), "every execution has its job", id);
    }
    for (Job job : after.jobs().values()) {
      Tally tally = tallies.getOrDefault(job.id(), new Tally());
      unless(
          after.counts(job.id()).equals(new Counts(tally.rows, tally.superseded)),
          "counters equal counts",
          after.counts(job.id()) + " for " + tally.rows + " and " + tally.superseded);
      standsRight(job, tally);
      Job was = commit.before().jobs().get(job.id());
      if (was != null && !was.equals(job) && was.life().order() == job.life().order()) {
        moved(was, job);
      }
    }
  }

  private static Map<JobId, Tally> tallies(Picture picture) {
    var tallies = new TreeMap<JobId, Tally>();
    for (Execution each : picture.executions().values()) {
      Tally tally = tallies.computeIfAbsent(each.job(), id -> new Tally());
      tally.rows.merge(each.status(), 1L, Long::sum);
      var next = picture.executions().higherEntry(each.key());
      if (next != null && sameRun(next.getKey(), each.key())) {
        tally.superseded.merge(each.status(), 1L, Long::sum);
      }
    }
    return tallies;
  }

  private static boolean sameRun(ExecutionKey one, ExecutionKey other) {
    return one.thing().equals(other.thing()) && one.job().equals(other.job());
  }

  private static void standsRight(Job job, Tally tally) {
    unless(
        job.status() != JobStatus.COMPLETED || tally.pending() == 0,
        "a job is complete when nothing is pending",
        job + " with " + tally.rows);
    unless(
        job.status() != JobStatus.COMPLETED || job.life().flags().ended() || job.progress().done(),
        "a job is complete when its rollout is done or its end has come",
        job);
    if (!job.chores().isEmpty()) {
      return;
    }
    boolean canceled = job.status() == JobStatus.CANCELED;
    Optional<EndBehavior> ended =
        job.plan().schedule().endBehavior().filter(behavior -> job.life().flags().ended());
    boolean calledOff =
        canceled || ended.filter(each -> each != EndBehavior.STOP_ROLLOUT).isPresent();
    unless(
        tally.of(Status.QUEUED) == 0 || !calledOff,
        "a job that called off what waits has nothing waiting",
        job + " with " + tally.rows);
    boolean forced =
        (canceled && job.life().flags().forceCanceled())
            || ended.filter(EndBehavior.FORCE_CANCEL::equals).isPresent();
    unless(
        tally.of(Status.IN_PROGRESS) == 0 || !forced,
        "a job that called off what runs has nothing running",
        job + " with " + tally.rows);
  }

  private void moved(Job was, Job now) {
    boolean over = was.status() == JobStatus.COMPLETED || was.status() == JobStatus.CANCELED;
    unless(
        now.status() == was.status()
            || (!over && was.status() != JobStatus.DELETION_IN_PROGRESS)
            || (over && now.status() == JobStatus.DELETION_IN_PROGRESS),
        "a job that is over stays over",
        was + " to " + now);
    unless(
        now.plan().schedule().equals(was.plan().schedule())
            && now.plan().selection() == was.plan().selection(),
        "what was asked for never changes",
        was + " to " + now);
    unless(now.version() > was.version(), "a changed job has a new version", was + " to " + now);
    if (now.status() != was.status()) {
      sights.saw("job " + now.status());
      if (now.life().reasonCode().filter("JOB_ABORTED"::equals).isPresent()) {
        sights.saw("abort");
      }
    }
    if (now.life().flags().ended() && !was.life().flags().ended()) {
      sights.saw("end " + now.plan().schedule().endBehavior().orElse(EndBehavior.STOP_ROLLOUT));
    }
  }
}
