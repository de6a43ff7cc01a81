package errand.core.app;

import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Tagged;
import errand.core.job.Counts;
import errand.core.job.Job;
import errand.core.job.JobCommand;
import errand.core.job.JobRefusal;
import errand.core.job.JobStatus;
import errand.core.job.Life;
import errand.core.job.Plan;
import errand.core.job.Selection;
import errand.core.job.Target;
import errand.core.job.Terms;
import errand.core.job.TermsChange;
import errand.core.job.Waiting;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import errand.core.rollout.Progress;
import errand.core.schedule.Schedule;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/** What an operator may ask of jobs. Each call is one transaction. Threads: any. */
public final class JobsControl {
  private final Store store;
  private final Ids ids;
  private final InstantSource clock;
  private final Bell bell;
  private final Quotas quotas;
  private final Admission admission;
  private final Documents documents;
  private final int batch;

  /** Jobs whose documents name no files. */
  public JobsControl(Store store, Ids ids, InstantSource clock, Bell bell, Quotas quotas) {
    this(store, ids, clock, bell, quotas, new Documents(Links.NOWHERE));
  }

  public JobsControl(
      Store store, Ids ids, InstantSource clock, Bell bell, Quotas quotas, Documents documents) {
    this(store, ids, clock, bell, quotas, documents, Chores.BATCH);
  }

  /**
   * @param batch executions called off in one transaction; few in tests
   */
  JobsControl(Store store, Ids ids, InstantSource clock, Bell bell, Quotas quotas, int batch) {
    this(store, ids, clock, bell, quotas, new Documents(Links.NOWHERE), batch);
  }

  private JobsControl(
      Store store,
      Ids ids,
      InstantSource clock,
      Bell bell,
      Quotas quotas,
      Documents documents,
      int batch) {
    this.quotas = quotas;
    this.admission = new Admission(quotas);
    this.batch = batch;
    this.documents = documents;
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
   * @param document JSON text, parameters of a managed template in place
   * @param submitted the document before that, when it is another
   */
  public record NewJob(
      JobId id,
      Namespace namespace,
      List<TargetName> targets,
      Selection selection,
      Schedule schedule,
      Terms terms,
      Plan.Source source,
      String document,
      Optional<String> submitted,
      SortedMap<String, String> tags) {
    public NewJob {
      targets = List.copyOf(targets);
      tags = Collections.unmodifiableSortedMap(new TreeMap<>(tags));
    }

    /** With a document that was sent in as it is, and no tags. */
    public NewJob(
        JobId id,
        Namespace namespace,
        List<TargetName> targets,
        Selection selection,
        Schedule schedule,
        Terms terms,
        Plan.Source source,
        String document) {
      this(
          id,
          namespace,
          targets,
          selection,
          schedule,
          terms,
          source,
          document,
          Optional.empty(),
          new TreeMap<>());
    }

    NewJob settled(Documents.Settled settled) {
      Optional<String> before = submitted.or(() -> Optional.of(document));
      return new NewJob(
          id,
          namespace,
          targets,
          selection,
          schedule,
          terms,
          source.settled(settled.versions()),
          settled.document(),
          before.filter(text -> !text.equals(settled.document())),
          tags);
    }
  }

  /**
   * A job with its counters, as it was then.
   *
   * @param waiting why it does not go on, when it does not
   */
  public record Described(Job job, Counts counts, Optional<Waiting> waiting, Instant now) {}

  /** CreateJob. Costs the same for one target thing and a group of a million. */
  public Answer<Job, ControlRefusal> create(NewJob wanted) {
    Instant now = clock.instant();
    Answer<Job, ControlRefusal> answer =
        store.transact(
            tx -> {
              return admission
                  .targets(tx, wanted)
                  .then(targets -> settled(tx, wanted, targets, now));
            });
    bell.due();
    return answer;
  }

  private Answer<Job, ControlRefusal> settled(
      Tx tx, NewJob wanted, List<Target> targets, Instant now) {
    return documents
        .settle(tx, wanted)
        .then(
            settled -> {
              NewJob whole = wanted.settled(settled);
              Job job = begun(whole, targets, now, ids.nextOrder(now));
              return admission.room(tx, job).then(_ -> insert(tx, whole, job));
            });
  }

  private static Answer<Job, ControlRefusal> insert(Tx tx, NewJob wanted, Job job) {
    tx.jobs().insert(job, wanted.document());
    tx.tags().put(Tagged.job(job.id()), wanted.tags());
    wanted.submitted().ifPresent(text -> tx.jobs().putSubmitted(job.id(), text));
    follow(tx, job, job.plan().targets());
    return Answer.given(job);
  }

  /** The job in its first moment. */
  static Job begun(NewJob wanted, List<Target> targets, Instant now, long order) {
    boolean open = wanted.schedule().openAt(now);
    var plan =
        new Plan(
            wanted.namespace(),
            targets,
            List.of(),
            wanted.selection(),
            wanted.schedule(),
            wanted.source());
    return new Job(
        wanted.id(),
        plan,
        wanted.terms(),
        Life.begun(open ? JobStatus.IN_PROGRESS : JobStatus.SCHEDULED, now, order),
        Progress.NOT_BEGUN,
        List.of(),
        Optional.of(now),
        1);
  }

  private static void follow(Tx tx, Job job, List<Target> targets) {
    if (job.plan().selection() == Selection.CONTINUOUS) {
      for (Target target : targets) {
        if (target instanceof Target.WholeGroup(var name, var id)) {
          tx.followers().follow(job.id(), id);
        }
      }
    }
  }

  public Answer<Described, ControlRefusal> describe(JobId id) {
    Instant now = clock.instant();
    return store.read(
        tx ->
            withJob(
                tx,
                id,
                job -> {
                  Counts counts = tx.counters().of(id);
                  var waiting =
                      job.life().flags().paused()
                          ? Waiting.of(job, counts, now)
                          : crowded(tx, job).or(() -> Waiting.of(job, counts, now));
                  return Answer.given(new Described(job, counts, waiting, now));
                }));
  }

  private Optional<Waiting> crowded(Tx tx, Job job) {
    int most = quotas.most(Quota.CONCURRENT_JOBS);
    boolean crowded =
        job.rollingOut() && tx.totals().concurrentJobs(job.life().order(), most) >= most;
    return crowded ? Optional.of(new Waiting.Crowded(most)) : Optional.empty();
  }

  /** The document as JSON text. */
  public Answer<String, ControlRefusal> document(JobId id) {
    return store.read(
        tx -> withJob(tx, id, job -> Answer.given(tx.jobs().document(id).orElseThrow())));
  }

  /** The document as it was sent in, as JSON text. */
  public Answer<String, ControlRefusal> submitted(JobId id) {
    return store.read(tx -> withJob(tx, id, job -> Answer.given(submitted(tx, id).orElseThrow())));
  }

  static Optional<String> submitted(Tx tx, JobId id) {
    return tx.jobs().submitted(id).or(() -> tx.jobs().document(id));
  }

  /** Jobs, newest first. */
  public Page<Job> list(JobRows.Filter filter, Optional<Long> belowOrder, int limit) {
    return store.read(tx -> list(tx, filter, belowOrder, limit));
  }

  private static Page<Job> list(Tx tx, JobRows.Filter filter, Optional<Long> below, int limit) {
    return Page.of(tx.jobs().list(filter, below, limit + 1), limit);
  }

  /** A group by its name, its id, or both, which must then be of one group. */
  public record NamedGroup(Optional<GroupName> name, Optional<String> id) {
    private Optional<Group> find(Tx tx) {
      Optional<GroupId> byId = id.flatMap(GroupId::parse);
      Optional<Group> found =
          name.isPresent()
              ? tx.groups().find(name.get())
              : byId.flatMap(each -> tx.groups().find(each));
      return found.filter(group -> id.isEmpty() || byId.filter(group.id()::equals).isPresent());
    }
  }

  /** Jobs that have a group for a target. */
  public record OfGroup(GroupId group, Page<Job> page) {}

  /** Jobs that have a group itself for a target, newest first; those scheduled are among them. */
  public Answer<OfGroup, ControlRefusal> list(
      NamedGroup group, JobRows.Filter filter, Optional<Long> belowOrder, int limit) {
    return store.read(
        tx ->
            group
                .find(tx)
                .map(Group::id)
                .map(id -> new OfGroup(id, list(tx, filter.in(id), belowOrder, limit)))
                .map(Answer::<OfGroup, ControlRefusal>given)
                .orElseGet(() -> ControlRefusal.notFound("Thing group cannot be found.")));
  }

  /** UpdateJob: each part given replaces the old one; running executions keep their deadlines. */
  public Answer<Job, ControlRefusal> update(JobId id, TermsChange change) {
    if (change.none()) {
      return ControlRefusal.invalid("Update Job request for job " + id + " cannot be empty.");
    }
    return command(
        id,
        "updated",
        (tx, job) -> {
          Optional<String> problem = change.problem(job.terms());
          return problem.isPresent()
              ? ControlRefusal.invalid(problem.get())
              : Answer.given(new JobCommand.Change(change.on(job.terms())));
        });
  }

  /**
   * CancelJob: nothing more is placed, and waiting executions are called off, running ones too when
   * forced. The first batch is called off within this call, the rest by the pulse.
   */
  public Answer<Job, ControlRefusal> cancel(JobId id, JobCommand.Cancel cancel) {
    return command(id, "canceled", (tx, job) -> Answer.given(cancel));
  }

  /** DeleteJob: with all its executions, by the pulse; the id is free again when all are gone. */
  public Answer<Job, ControlRefusal> delete(JobId id, boolean force) {
    return command(
        id,
        "deleted",
        (tx, job) -> {
          int most = quotas.most(Quota.DELETING_JOBS);
          return tx.totals().jobs(JobStatus.DELETION_IN_PROGRESS) < most
              ? Answer.given(new JobCommand.Delete(force))
              : ControlRefusal.limitExceeded(
                  "At most " + most + " jobs can be deleted at a time; try later.");
        });
  }

  /** AssociateTargetsWithJob: groups added to a continuous job. */
  public Answer<Job, ControlRefusal> associate(
      JobId id, List<TargetName> names, Optional<String> comment) {
    long order = ids.nextOrder(clock.instant());
    return command(
        id,
        "changed",
        (tx, job) ->
            Admission.found(tx, names)
                .then(
                    targets ->
                        Answer.given(
                            new JobCommand.Associate(
                                targets, comment, order, quotas.most(Quota.TARGETS_PER_JOB)))));
  }

  /** Stops a rollout for now; what is placed goes on [extension]. */
  public Answer<Job, ControlRefusal> pause(JobId id) {
    return command(id, "paused", (tx, job) -> Answer.given(new JobCommand.Pause()));
  }

  /** Lets a paused rollout go on [extension]. */
  public Answer<Job, ControlRefusal> resume(JobId id) {
    return command(id, "resumed", (tx, job) -> Answer.given(new JobCommand.Resume()));
  }

  private Answer<Job, ControlRefusal> command(
      JobId id,
      String participle,
      BiFunction<Tx, Job, Answer<? extends JobCommand, ControlRefusal>> wanted) {
    Instant now = clock.instant();
    Answer<Job, ControlRefusal> answer =
        store.transact(
            tx ->
                withJob(
                    tx,
                    id,
                    job ->
                        wanted
                            .apply(tx, job)
                            .fold(
                                command -> carryOut(tx, id, command, participle, now),
                                Answer::refused)));
    bell.notices();
    bell.due();
    return answer;
  }

  private Answer<Job, ControlRefusal> carryOut(
      Tx tx, JobId id, JobCommand command, String participle, Instant now) {
    var ledger = new Ledger(tx, ids, now);
    Optional<JobRefusal> refusal = ledger.command(id, command);
    if (refusal.isPresent()) {
      return Answer.refused(refused(refusal.get(), id, command, participle));
    }
    switch (command) {
      case JobCommand.Cancel _ -> new Chores(tx, ledger, now, batch).batch(id);
      case JobCommand.Associate associate -> follow(tx, ledger.job(id), associate.targets());
      default -> {}
    }
    ledger.close();
    return Answer.given(ledger.job(id));
  }

  private static ControlRefusal refused(
      JobRefusal refusal, JobId id, JobCommand command, String participle) {
    return switch (refusal) {
      case JobRefusal.WrongStatus(var status) ->
          new ControlRefusal(
              command instanceof JobCommand.Delete
                  ? ControlRefusal.Why.WRONG_STATE
                  : ControlRefusal.Why.INVALID,
              "Job " + id + " in status " + status + " cannot be " + participle + ".");
      case JobRefusal.NotPossible(var sentence) ->
          new ControlRefusal(ControlRefusal.Why.INVALID, sentence);
      case JobRefusal.TooManyTargets(var total, var most) ->
          new ControlRefusal(
              ControlRefusal.Why.LIMIT_EXCEEDED,
              "A job can have at most " + most + " targets, not " + total + ".");
    };
  }

  static <T> Answer<T, ControlRefusal> withJob(
      Tx tx, JobId id, Function<Job, Answer<T, ControlRefusal>> then) {
    return tx.jobs()
        .find(id)
        .map(then)
        .orElseGet(() -> ControlRefusal.notFound("Job " + id + " cannot be found."));
  }
}
