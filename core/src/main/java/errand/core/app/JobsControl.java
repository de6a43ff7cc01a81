package errand.core.app;

import errand.core.execution.Execution;
import errand.core.execution.Status;
import errand.core.job.Counts;
import errand.core.job.Job;
import errand.core.job.JobCommand;
import errand.core.job.JobStatus;
import errand.core.job.JobVerdict;
import errand.core.job.Jobs;
import errand.core.job.Life;
import errand.core.job.Plan;
import errand.core.job.Selection;
import errand.core.job.Target;
import errand.core.job.Terms;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import errand.core.rollout.Progress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What an operator may ask of jobs. Each call is one transaction. Threads: any. */
public final class JobsControl {
  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final Bell bell;

  public JobsControl(Store store, Ids ids, InstantSource clock, Bell bell) {
    this.store = store;
    this.ids = ids;
    this.clock = clock;
    this.bell = bell;
  }

  /** A target as the operator names it. */
  public sealed interface TargetName {
    /** A thing. */
    record OfThing(ThingName name) implements TargetName {}

    /** A group. */
    record OfGroup(GroupName name) implements TargetName {}
  }

  /**
   * A job to be created.
   *
   * @param document JSON text, resolved
   */
  public record NewJob(
      JobId id,
      Namespace namespace,
      List<TargetName> targets,
      Selection selection,
      Terms terms,
      String document) {}

  /** A job with its counters. */
  public record Described(Job job, Counts counts) {}

  /** CreateJob. Costs the same for one target thing and a group of a million. */
  public Answer<Job, ControlRefusal> create(NewJob wanted) {
    Instant now = clock.instant();
    Answer<Job, ControlRefusal> answer =
        store.transact(
            tx -> {
              if (tx.jobs().find(wanted.id()).isPresent()) {
                return ControlRefusal.alreadyExists("Job " + wanted.id() + " already exists.");
              }
              return targets(tx, wanted.targets())
                  .fold(targets -> Answer.given(insert(tx, wanted, targets, now)), Answer::refused);
            });
    bell.due();
    return answer;
  }

  private Job insert(Tx tx, NewJob wanted, List<Target> targets, Instant now) {
    var plan =
        new Plan(
            wanted.namespace(), targets, wanted.selection(), Optional.empty(), Optional.empty());
    var job =
        new Job(
            wanted.id(),
            plan,
            wanted.terms(),
            Life.begun(JobStatus.IN_PROGRESS, now, ids.nextOrder(now)),
            Progress.NOT_BEGUN,
            Optional.of(now),
            1);
    tx.jobs().insert(job, wanted.document());
    return job;
  }

  // The first one missing refuses the whole job (control-plane 2.2).
  private static Answer<List<Target>, ControlRefusal> targets(Tx tx, List<TargetName> names) {
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
          Registry.thing(tx, thing, found -> Answer.given(new Target.OneThing(thing, found.id())));
      case TargetName.OfGroup(var group) ->
          Registry.group(
              tx, group, found -> Answer.given(new Target.WholeGroup(group, found.id())));
    };
  }

  public Answer<Described, ControlRefusal> describe(JobId id) {
    return store.read(
        tx ->
            tx.jobs()
                .find(id)
                .map(
                    job ->
                        Answer.<Described, ControlRefusal>given(
                            new Described(job, tx.jobs().counts(id))))
                .orElseGet(() -> noJob(id)));
  }

  /** The document as JSON text. */
  public Answer<String, ControlRefusal> document(JobId id) {
    return store.read(
        tx ->
            tx.jobs()
                .document(id)
                .map(Answer::<String, ControlRefusal>given)
                .orElseGet(() -> noJob(id)));
  }

  /** Jobs, newest first. */
  public Registry.Page<Job> list(JobRows.Filter filter, Optional<Long> belowOrder, int limit) {
    return store.read(tx -> Registry.Page.of(tx.jobs().list(filter, belowOrder, limit + 1), limit));
  }

  /** Executions of a job, newest first. */
  public Answer<Registry.Page<Execution>, ControlRefusal> executions(
      JobId id, Optional<Status> status, Optional<ExecutionRows.Place> below, int limit) {
    return store.read(
        tx ->
            tx.jobs().find(id).isEmpty()
                ? noJob(id)
                : Answer.given(
                    Registry.Page.of(tx.executions().list(id, status, below, limit + 1), limit)));
  }

  /** An execution with the moment it was looked at. */
  public record Seen(Execution execution, Instant now) {}

  /** DescribeJobExecution for operators: in any state. */
  public Answer<Seen, ControlRefusal> execution(ThingName name, JobId id, OptionalLong number) {
    Instant now = clock.instant();
    return store.read(
        tx ->
            tx.things()
                .find(name)
                .flatMap(thing -> DeviceJobs.find(tx, thing, id, number))
                .map(found -> Answer.<Seen, ControlRefusal>given(new Seen(found, now)))
                .orElseGet(
                    () ->
                        ControlRefusal.notFound(
                            "Job execution of job " + id + " on thing " + name + " not found.")));
  }

  /**
   * CancelJob: nothing more is placed, and waiting executions are called off, running ones too when
   * forced. The first batch is called off within this call, the rest by the pulse.
   */
  public Answer<Job, ControlRefusal> cancel(JobId id, JobCommand.Cancel cancel) {
    Instant now = clock.instant();
    Answer<Job, ControlRefusal> answer =
        store.transact(
            tx -> {
              Optional<Job> found = tx.jobs().find(id);
              if (found.isEmpty()) {
                return noJob(id);
              }
              Job job = found.get();
              return switch (Jobs.decide(job, tx.jobs().counts(id), cancel, now)) {
                case JobVerdict.Refused(var status) ->
                    ControlRefusal.invalid(
                        "Job " + id + " in status " + status + " cannot be canceled.");
                case JobVerdict.Accepted(var facts) -> {
                  var ledger = new Ledger(tx, ids, now);
                  for (var fact : facts) {
                    ledger.save(Jobs.evolve(ledger.job(id), fact));
                  }
                  Sweep.batch(tx, ledger, ledger.job(id), now);
                  ledger.close();
                  yield Answer.given(ledger.job(id));
                }
              };
            });
    bell.notices();
    bell.due();
    return answer;
  }

  private static <T> Answer<T, ControlRefusal> noJob(JobId id) {
    return ControlRefusal.notFound("Job " + id + " cannot be found.");
  }
}
