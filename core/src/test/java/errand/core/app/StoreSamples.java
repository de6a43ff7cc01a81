package errand.core.app;

import errand.core.execution.Deadlines;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Notice;
import errand.core.execution.Origin;
import errand.core.execution.Status;
import errand.core.execution.StatusDetails;
import errand.core.execution.Times;
import errand.core.fleet.Certificate;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Membership;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingConfiguration;
import errand.core.fleet.ThingId;
import errand.core.fleet.Validity;
import errand.core.job.Job;
import errand.core.job.JobStatus;
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
import errand.core.schedule.Schedule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Plain rows to put into a store; what a test is about it changes itself. */
public final class StoreSamples {
  public static final Instant T0 = Instant.ofEpochMilli(1_800_000_000_123L);

  private StoreSamples() {}

  /** Ids grow with the number. */
  public static ThingId thingId(long number) {
    return new ThingId(new UUID(0x0190_0000_0000_7000L, number));
  }

  public static Thing thing(String name, long id) {
    return new Thing(thingId(id), new ThingName(name), ThingConfiguration.NONE, 1, T0);
  }

  /** An active certificate. */
  public static Certificate certificate(String id) {
    return new Certificate(
        id,
        "",
        Certificate.Standing.ACTIVE,
        new Certificate.Source.Issued(),
        new Validity(T0, T0.plusSeconds(1_000_000)),
        T0,
        T0);
  }

  public static GroupId groupId(long number) {
    return new GroupId(new UUID(0x0191_0000_0000_7000L, number));
  }

  public static Group group(String name, long id) {
    return new Group(
        groupId(id), new GroupName(name), Optional.empty(), "", new TreeMap<>(), 1, T0);
  }

  public static Group groupBelow(Group parent, String name, long id) {
    return new Group(
        groupId(id), new GroupName(name), Optional.of(parent.name()), "", new TreeMap<>(), 1, T0);
  }

  public static Membership member(long group, String thing, long thingId) {
    return new Membership(groupId(group), thingId(thingId), new ThingName(thing), thingId);
  }

  /** A job for one thing that is IN_PROGRESS. */
  public static Job job(String id, long order) {
    return job(id, order, JobStatus.IN_PROGRESS, Selection.SNAPSHOT);
  }

  public static Job job(String id, long order, JobStatus status, Selection selection) {
    var plan =
        new Plan(
            Namespace.NONE,
            List.of(new Target.OneThing(new ThingName("t1"), thingId(1))),
            List.of(),
            selection,
            Schedule.NONE,
            Plan.Source.REQUEST);
    return new Job(
        new JobId(id),
        plan,
        Terms.NONE,
        Life.begun(status, T0, order),
        Progress.NOT_BEGUN,
        List.of(),
        Optional.empty(),
        1);
  }

  /** A first execution that is QUEUED. */
  public static Execution execution(long thing, String job, long order) {
    return execution(new ExecutionKey(thingId(thing), new JobId(job), 1), order);
  }

  public static Execution execution(ExecutionKey key, long order) {
    return new Execution(
        key,
        new ThingName("t" + key.thing().uuid().getLeastSignificantBits()),
        new Origin(Namespace.NONE, 0, T0, order),
        Status.QUEUED,
        StatusDetails.NONE,
        new Times(Optional.empty(), T0),
        Deadlines.NONE,
        1,
        false);
  }

  /** The execution in another status, one version on. */
  public static Execution moved(Execution before, Status status) {
    return changed(before, status, Deadlines.NONE, before.details());
  }

  /** The execution IN_PROGRESS until then, one version on. */
  public static Execution running(Execution before, Instant due) {
    var deadlines = new Deadlines(Optional.of(due), Optional.empty());
    return changed(before, Status.IN_PROGRESS, deadlines, before.details());
  }

  /** The execution with other details, one version on. */
  public static Execution detailed(Execution before, Map<String, String> details) {
    return changed(before, before.status(), before.deadlines(), new StatusDetails(details));
  }

  private static Execution changed(
      Execution before, Status status, Deadlines deadlines, StatusDetails details) {
    return new Execution(
        before.key(),
        before.thing(),
        before.origin(),
        status,
        details,
        new Times(Optional.of(T0.plusSeconds(1)), T0.plusSeconds(2)),
        deadlines,
        before.version() + 1,
        before.forced());
  }

  public static Notice notice(String thing, Execution... pending) {
    return new Notice(new ThingName(thing), Namespace.NONE, T0, true, false, List.of(pending));
  }
}
