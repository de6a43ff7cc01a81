package errand.core.app;

import errand.core.app.JobsControl.NewJob;
import errand.core.app.JobsControl.TargetName;
import errand.core.job.Job;
import errand.core.job.JobStatus;
import errand.core.job.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a new job may be: what it names is there, and the quotas have room for it. */
final class Admission {
  private final Quotas quotas;

  Admission(Quotas quotas) {
    this.quotas = quotas;
  }

  /**
   * The targets of a job whose id is free; the first one missing refuses all (control-plane 2.2).
   */
  Answer<List<Target>, ControlRefusal> targets(Tx tx, NewJob wanted) {
    if (tx.jobs().find(wanted.id()).isPresent()) {
      return ControlRefusal.alreadyExists(
          "Job " + wanted.id() + " already exists.", wanted.id().text());
    }
    Optional<String> excess = Tags.excess(wanted.tags(), quotas);
    if (excess.isPresent()) {
      return ControlRefusal.limitExceeded(excess.get());
    }
    int most = quotas.most(Quota.TARGETS_PER_JOB);
    return wanted.targets().size() > most
        ? ControlRefusal.invalid("A job can have at most " + most + " targets.")
        : found(tx, wanted.targets());
  }

  /** Whether the job, as it would begin, is not one too many. */
  Answer<Job, ControlRefusal> room(Tx tx, Job job) {
    int active = quotas.most(Quota.ACTIVE_JOBS);
    if (tx.totals().jobs(JobStatus.SCHEDULED) + tx.totals().jobs(JobStatus.IN_PROGRESS) >= active) {
      return ControlRefusal.limitExceeded("There can be at most " + active + " active jobs.");
    }
    int concurrent = quotas.most(Quota.CONCURRENT_JOBS);
    return job.rollingOut() && crowded(tx, concurrent)
        ? ControlRefusal.limitExceeded(
            "At most " + concurrent + " jobs can be rolled out at a time; try later.")
        : Answer.given(job);
  }

  private static boolean crowded(Tx tx, int most) {
    return tx.totals().concurrentJobs(Long.MAX_VALUE, most) >= most;
  }

  /** What the names stand for, each once; the first one missing refuses all. */
  static Answer<List<Target>, ControlRefusal> found(Tx tx, List<TargetName> names) {
    var found = new ArrayList<Target>();
    for (TargetName name : names) {
      switch (target(tx, name)) {
        case Answer.Given<Target, ControlRefusal>(var target) -> found.add(target);
        case Answer.Refused<Target, ControlRefusal>(var why) -> {
          return Answer.refused(why);
        }
      }
    }
    return Answer.given(found.stream().distinct().toList());
  }

  private static Answer<Target, ControlRefusal> target(Tx tx, TargetName name) {
    return switch (name) {
      case TargetName.OfThing(var thing) ->
          Find.thing(tx, thing, found -> Answer.given(new Target.OneThing(thing, found.id())));
      case TargetName.OfGroup(var group) ->
          Find.group(tx, group, found -> Answer.given(new Target.WholeGroup(group, found.id())));
    };
  }
}
