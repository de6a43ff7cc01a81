package errand.core.sim;

import static errand.core.sim.Broken.unless;

import errand.core.app.Picture;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Status;
import errand.core.job.Job;
import errand.core.job.RetryRule;
import errand.core.job.Selection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What may become of executions: laws 1, 3, 5, 6 and 8 of {@code docs/simulation.md}. */
final class ExecutionLaws implements Laws.Law {
  private final Sights sights;

  ExecutionLaws(Sights sights) {
    this.sights = sights;
  }

  // Rows are values, and one that did not change is the very same object.
  @SuppressWarnings("ReferenceEquality")
  @Override
  public void check(Laws.Commit commit) {
    if (commit.onlyNotices()) {
      return;
    }
    var before = commit.before().executions();
    for (Map.Entry<ExecutionKey, Execution> row : commit.after().executions().entrySet()) {
      Execution now = row.getValue();
      Execution was = before.get(row.getKey());
      if (was == null) {
        placed(commit, now);
      } else if (was != now) {
        changed(was, now, commit.at());
      }
      onePending(commit.after(), now);
    }
  }

  private void changed(Execution was, Execution now, Instant at) {
    if (was.origin().order() != now.origin().order()) {
      return; // Deleted and placed again under the same number.
    }
    unless(!was.status().terminal(), "what is over never changes", was + " to " + now);
    unless(now.status() != Status.QUEUED, "nothing goes back into the queue", was + " to " + now);
    unless(now.version() >= was.version(), "a version never goes down", was + " to " + now);
    // The one exception: REMOVED keeps its version (control-plane 3.2).
    unless(
        now.status() == was.status()
            || now.status() == Status.REMOVED
            || now.version() > was.version(),
        "a new status has a new version",
        was + " to " + now);
    if (now.status() == Status.TIMED_OUT) {
      unless(
          was.deadlines().due().filter(due -> !at.isBefore(due)).isPresent(),
          "no timer fires early",
          was + " at " + at);
    }
    if (now.status() != was.status()) {
      sights.saw(now.status().name());
    }
  }

  private void placed(Laws.Commit commit, Execution placed) {
    Picture after = commit.after();
    Optional<Job> job = Optional.ofNullable(after.jobs().get(placed.job()));
    // In a batch of timeouts one may be tried again before another one stops the job.
    Optional<Job> was = Optional.ofNullable(commit.before().jobs().get(placed.job()));
    unless(
        job.isPresent() && was.filter(ExecutionLaws::places).isPresent(),
        "nothing is placed for a job that is over",
        placed + " of " + job);
    unless(
        !job.orElseThrow().plan().schedule().endReached(commit.at()),
        "nothing is placed after the end time",
        placed);
    unless(
        placed.status() == Status.QUEUED && placed.version() == 1, "a new execution waits", placed);
    Optional<Execution> latest = commit.before().latest(placed.key().thing(), placed.job());
    long highest = latest.map(each -> each.key().number()).orElse(0L);
    unless(
        placed.key().number() == highest + 1,
        "numbers go on without a gap",
        placed + " after " + highest);
    if (placed.origin().attempt() > 0) {
      retried(commit, job.orElseThrow(), placed);
    } else if (highest > 0) {
      sights.saw("another run");
    }
  }

  private static boolean places(Job job) {
    return switch (job.status()) {
      case IN_PROGRESS, SCHEDULED -> !job.life().flags().ended();
      case COMPLETED, CANCELED, DELETION_IN_PROGRESS -> false;
    };
  }

  private void retried(Laws.Commit commit, Job job, Execution retry) {
    sights.saw(job.hidden() ? "hidden retry" : "retry");
    ExecutionKey key = retry.key();
    var failedKey = new ExecutionKey(key.thing(), key.job(), key.number() - 1);
    Optional<Execution> ended = commit.after().find(failedKey);
    unless(
        ended.filter(each -> !each.pending()).isPresent()
            && commit.before().find(failedKey).filter(Execution::pending).isPresent(),
        "a retry comes with the failure it answers",
        retry + " after " + ended);
    Execution failed = ended.orElseThrow();
    unless(
        failed.status() == Status.FAILED || failed.status() == Status.TIMED_OUT,
        "only failures and timeouts are tried again",
        failed);
    unless(failed.origin().attempt() == retry.origin().attempt() - 1, "attempts count up", retry);
    unless(
        job.terms().retries().stream().anyMatch(rule -> within(rule, attempts(commit, retry))),
        "a retry is within its budget",
        retry + " by " + job.terms().retries());
    unless(
        job.plan().selection() == Selection.SNAPSHOT
            || commit.after().targets(job).contains(key.thing()),
        "who has left tries nothing again",
        retry);
  }

  // The first is the failure that the retry answers, the others came before it.
  private static boolean within(RetryRule rule, List<Execution> attempts) {
    return rule.failure().covers(attempts.getFirst().status())
        && attempts.stream().filter(each -> rule.failure().covers(each.status())).count()
            <= rule.retries();
  }

  private static List<Execution> attempts(Laws.Commit commit, Execution retry) {
    ExecutionKey key = retry.key();
    var attempts = new ArrayList<Execution>();
    for (long number = key.number() - 1;
        number > 0 && attempts.size() < retry.origin().attempt();
        number--) {
      commit
          .after()
          .find(new ExecutionKey(key.thing(), key.job(), number))
          .ifPresent(attempts::add);
    }
    return attempts;
  }

  private static void onePending(Picture after, Execution each) {
    if (each.pending()) {
      Execution latest = after.latest(each.key().thing(), each.job()).orElseThrow();
      unless(
          latest.key().equals(each.key()),
          "only the newest execution of a job on a thing can be pending",
          each);
    }
  }
}
