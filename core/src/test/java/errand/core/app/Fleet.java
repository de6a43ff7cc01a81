package errand.core.app;

import static errand.core.execution.Commands.start;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.DeviceJobs.ShownNext;
import errand.core.app.DeviceJobs.Which;
import errand.core.app.JobsControl.NewJob;
import errand.core.app.JobsControl.TargetName;
import errand.core.execution.Commands;
import errand.core.execution.Execution;
import errand.core.execution.Notice;
import errand.core.execution.Refusal;
import errand.core.execution.Status;
import errand.core.fleet.ThingConfiguration;
import errand.core.fleet.ThingId;
import errand.core.job.Counts;
import errand.core.job.Job;
import errand.core.job.Plan;
import errand.core.job.Selection;
import errand.core.job.Terms;
import errand.core.job.TermsSample;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import errand.core.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * All use cases over a store in memory, with a clock that moves only when told. The short methods
 * do what a test needs to come to its point, and fail when they are refused.
 */
final class Fleet {
  static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

  private static final int BEATS_MAX = 50;
  private static final int ROWS_MAX = 10_000;

  final Store store = new MemoryStore();
  final SteppingIds ids = new SteppingIds();
  final CountingBell bell = new CountingBell();
  final DeviceJobs devices;
  final JobsControl control;
  final ExecutionsControl executions;
  final Things things;
  final ThingTypes thingTypes;
  final Groups groups;
  final Members members;
  final Tags tags;
  final AccountSettings account;
  final BulkThings bulk;
  final Pulse pulse;
  private Instant now = T0;

  Fleet() {
    this(Quotas.AWS);
  }

  Fleet(Quotas quotas) {
    devices = new DeviceJobs(store, ids, () -> now, bell);
    control = new JobsControl(store, ids, () -> now, bell, quotas);
    executions = new ExecutionsControl(store, ids, () -> now, bell);
    var all = FleetRegistry.over(store, ids, () -> now, bell, quotas);
    things = all.things();
    thingTypes = all.thingTypes();
    groups = all.groups();
    members = all.members();
    tags = all.tags();
    account = all.account();
    bulk = all.bulk();
    pulse = new Pulse(store, ids, () -> now, bell, quotas);
  }

  // Time.

  Instant now() {
    return now;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** Beats until nothing more is due at this instant, and says how often something was. */
  int beat() {
    for (int beats = 0; beats < BEATS_MAX; beats++) {
      if (!pulse.beat()) {
        return beats;
      }
    }
    throw new AssertionError("still beating after " + BEATS_MAX);
  }

  /** Lets time pass and beats. */
  void beatAfter(Duration time) {
    pass(time);
    beat();
  }

  // The registry.

  void things(String... names) {
    for (String name : names) {
      given(things.create(new ThingName(name), ThingConfiguration.NONE));
    }
  }

  void group(String name) {
    group(name, Optional.empty());
  }

  void groupBelow(String parent, String name) {
    group(name, Optional.of(new GroupName(parent)));
  }

  private void group(String name, Optional<GroupName> parent) {
    given(
        groups.create(
            new Groups.NewGroup(
                new GroupName(name), parent, "", new TreeMap<>(), new TreeMap<>())));
  }

  void join(String group, String... things) {
    for (String thing : things) {
      given(members.add(new ThingName(thing), new GroupName(group)));
    }
  }

  void leave(String group, String thing) {
    given(members.remove(new ThingName(thing), new GroupName(group)));
  }

  /** Creates things t001, t002, and so on, in a group. */
  void groupOf(int members, String group) {
    group(group);
    for (String name : names(members)) {
      things(name);
      join(group, name);
    }
  }

  /** t001, t002, and so on. */
  static List<String> names(int count) {
    return IntStream.rangeClosed(1, count).mapToObj("t%03d"::formatted).toList();
  }

  // Jobs.

  static NewJob forThings(String id, String... things) {
    var targets =
        Arrays.stream(things)
            .map(name -> (TargetName) new TargetName.OfThing(new ThingName(name)))
            .toList();
    return newJob(id, targets);
  }

  static NewJob forGroups(String id, String... groups) {
    var targets =
        Arrays.stream(groups)
            .map(name -> (TargetName) new TargetName.OfGroup(new GroupName(name)))
            .toList();
    return newJob(id, targets);
  }

  static NewJob newJob(String id, List<TargetName> targets) {
    return new NewJob(
        new JobId(id),
        Namespace.NONE,
        targets,
        Selection.SNAPSHOT,
        Schedule.NONE,
        TermsSample.terms().get(),
        Plan.Source.REQUEST,
        "{\"job\":\"" + id + "\"}");
  }

  static NewJob with(Terms terms, NewJob job) {
    return new NewJob(
        job.id(),
        job.namespace(),
        job.targets(),
        job.selection(),
        job.schedule(),
        terms,
        job.source(),
        job.document());
  }

  static NewJob in(Namespace namespace, NewJob job) {
    return new NewJob(
        job.id(),
        namespace,
        job.targets(),
        job.selection(),
        job.schedule(),
        job.terms(),
        job.source(),
        job.document());
  }

  static NewJob continuous(NewJob job) {
    return new NewJob(
        job.id(),
        job.namespace(),
        job.targets(),
        Selection.CONTINUOUS,
        job.schedule(),
        job.terms(),
        job.source(),
        job.document());
  }

  /** Creates a job; its executions come with the next beat. */
  void create(NewJob job) {
    given(control.create(job));
  }

  /** Creates a job and places what may be placed at once. */
  void rollOut(NewJob job) {
    create(job);
    beat();
  }

  Job job(String id) {
    return given(control.describe(new JobId(id))).job();
  }

  Counts counts(String id) {
    return given(control.describe(new JobId(id))).counts();
  }

  /** Names of the things that have an execution of a job, first placed first. */
  List<String> placed(String job) {
    return executions(job).reversed().stream().map(each -> each.thing().text()).toList();
  }

  /** All executions of a job, newest first. */
  List<Execution> executions(String job) {
    return given(executions.ofJob(new JobId(job), Optional.empty(), Optional.empty(), ROWS_MAX))
        .items();
  }

  Execution execution(String thing, String job) {
    return given(executions.describe(new ThingName(thing), new JobId(job), OptionalLong.empty()))
        .execution();
  }

  // Devices.

  static Which which(String thing, String job) {
    return new Which(new ThingName(thing), Namespace.NONE, new JobId(job), OptionalLong.empty());
  }

  static Which which(String thing, String job, long number) {
    return new Which(new ThingName(thing), Namespace.NONE, new JobId(job), OptionalLong.of(number));
  }

  /** Starts the next execution, whose job is given back; empty when there is none. */
  Optional<String> startNext(String thing) {
    ShownNext next = given(devices.startNext(new ThingName(thing), Namespace.NONE, start()));
    return next.execution().map(each -> each.execution().job().text());
  }

  void report(String thing, String job, Status status) {
    given(devices.update(which(thing, job), Commands.report(status), false));
  }

  /** The jobs in a thing's queue, in order. */
  List<String> queue(String thing) {
    return given(devices.pending(new ThingName(thing), Namespace.NONE)).pending().inOrder().stream()
        .map(each -> each.job().text())
        .toList();
  }

  // The outbox.

  /** Takes all notices out, each as a line such as {@code t1 list next [j1/1 QUEUED]}. */
  List<String> owed() {
    return takeNotices().stream().map(Fleet::line).toList();
  }

  List<Notice> takeNotices() {
    return store.transact(
        tx -> {
          var taken = tx.outbox().take(0, ROWS_MAX);
          tx.outbox().remove(taken.stream().map(Outbox.Numbered::number).toList());
          return taken.stream().map(Outbox.Numbered::notice).toList();
        });
  }

  private static String line(Notice notice) {
    return notice.thing()
        + (notice.setChanged() ? " list" : "")
        + (notice.nextChanged() ? " next" : "")
        + notice.pending().stream()
            .map(each -> each.job() + "/" + each.key().number() + " " + each.status())
            .collect(Collectors.joining(", ", " [", "]"));
  }

  // Laws.

  /** Fails unless the counters of every job equal its rows. */
  void checkCounters() {
    for (Job job : control.list(JobRows.Filter.ALL, Optional.empty(), ROWS_MAX).items()) {
      var rows = new EnumMap<Status, Long>(Status.class);
      var superseded = new EnumMap<Status, Long>(Status.class);
      var newer = new HashSet<ThingId>();
      for (Execution each : executions(job.id().text())) {
        rows.merge(each.status(), 1L, Long::sum);
        if (!newer.add(each.key().thing())) {
          superseded.merge(each.status(), 1L, Long::sum);
        }
      }
      assertThat(counts(job.id().text()))
          .as("counters of " + job.id())
          .isEqualTo(new Counts(rows, superseded));
    }
  }

  static <T, R> T given(Answer<T, R> answer) {
    return answer.fold(
        value -> value,
        why -> {
          throw new AssertionError("refused: " + why);
        });
  }

  static <T, R> R refused(Answer<T, R> answer) {
    return answer.fold(
        value -> {
          throw new AssertionError("given: " + value);
        },
        why -> why);
  }

  static Refusal noExecution(String thing, String job) {
    return new Refusal.NoExecution(new ThingName(thing), new JobId(job));
  }
}
