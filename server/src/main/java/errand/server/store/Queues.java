package errand.server.store;

import errand.core.execution.Execution;
import errand.core.execution.Status;
import errand.core.job.Job;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A thing's queues out of all that is pending for it. */
final class Queues {
  private Queues() {}

  /** The queue of a namespace, without what waits for a job that is not open. */
  static List<Execution> shown(
      List<Execution> pending, Namespace namespace, Function<JobId, Optional<Job>> jobs) {
    var shown = new ArrayList<Execution>(pending.size());
    for (Execution each : pending) {
      if (each.origin().namespace().equals(namespace) && !hidden(each, jobs)) {
        shown.add(each);
      }
    }
    return shown;
  }

  private static boolean hidden(Execution execution, Function<JobId, Optional<Job>> jobs) {
    return execution.status() == Status.QUEUED
        && jobs.apply(execution.job()).filter(Job::hidden).isPresent();
  }

  /** All that is pending after one of it has changed. */
  static List<Execution> after(List<Execution> pending, Execution changed) {
    var after = new ArrayList<Execution>(pending.size() + 1);
    for (Execution each : pending) {
      if (!each.key().equals(changed.key())) {
        after.add(each);
      }
    }
    if (changed.pending()) {
      after.add(changed);
    }
    return List.copyOf(after);
  }
}
