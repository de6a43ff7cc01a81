package errand.core.execution;

import errand.core.fleet.ThingId;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * An execution for tests: of job "fw" on thing "pump", queued at {@link #T0}. Each method gives a
 * changed copy.
 */
public record ExecutionSample(Execution get) {
  /** When samples are queued. */
  public static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");

  /** When running samples were started. */
  public static final Instant T1 = T0.plusSeconds(60);

  /** When ended samples ended. */
  public static final Instant T2 = T0.plusSeconds(120);

  private static final ThingId PUMP = new ThingId(new UUID(0, 1));

  /** A queued one, version 1. */
  public static ExecutionSample execution() {
    return new ExecutionSample(
        Executions.queued(
            new ExecutionKey(PUMP, new JobId("fw"), 1),
            new ThingName("pump"),
            new Origin(Namespace.NONE, 0, T0, 1)));
  }

  /** One that came to a status on the usual way: queued, started at T1, ended at T2. */
  public static ExecutionSample execution(Status status) {
    return switch (status) {
      case QUEUED -> execution();
      case IN_PROGRESS -> execution().as(status).version(2).startedAt(T1).updatedAt(T1);
      case SUCCEEDED, FAILED, TIMED_OUT, REJECTED ->
          execution().as(status).version(3).startedAt(T1).updatedAt(T2);
      case CANCELED -> execution().as(status).version(2).updatedAt(T2);
      case REMOVED -> execution().as(status).updatedAt(T2);
    };
  }

  public static ExecutionSample running() {
    return execution(Status.IN_PROGRESS);
  }

  public ExecutionSample of(String job) {
    var key = new ExecutionKey(get.key().thing(), new JobId(job), get.key().number());
    return keyed(key, get.origin());
  }

  public ExecutionSample number(long number) {
    return keyed(new ExecutionKey(get.key().thing(), get.job(), number), get.origin());
  }

  public ExecutionSample attempt(int attempt) {
    var origin = get.origin();
    return keyed(
        get.key(), new Origin(origin.namespace(), attempt, origin.queuedAt(), origin.order()));
  }

  /** Its place in the queue. */
  public ExecutionSample queued(Instant at, long order) {
    return keyed(
        get.key(), new Origin(get.origin().namespace(), get.origin().attempt(), at, order));
  }

  public ExecutionSample as(Status status) {
    return changed(status, get.details(), get.times(), get.deadlines(), get.version());
  }

  public ExecutionSample details(StatusDetails details) {
    return changed(get.status(), details, get.times(), get.deadlines(), get.version());
  }

  public ExecutionSample startedAt(Instant at) {
    return times(new Times(Optional.of(at), get.times().lastUpdatedAt()));
  }

  public ExecutionSample updatedAt(Instant at) {
    return times(new Times(get.times().startedAt(), at));
  }

  public ExecutionSample deadlines(Deadlines deadlines) {
    return changed(get.status(), get.details(), get.times(), deadlines, get.version());
  }

  public ExecutionSample version(int version) {
    return changed(get.status(), get.details(), get.times(), get.deadlines(), version);
  }

  public ExecutionSample forced() {
    return new ExecutionSample(
        new Execution(
            get.key(),
            get.thing(),
            get.origin(),
            get.status(),
            get.details(),
            get.times(),
            get.deadlines(),
            get.version(),
            true));
  }

  private ExecutionSample times(Times times) {
    return changed(get.status(), get.details(), times, get.deadlines(), get.version());
  }

  private ExecutionSample keyed(ExecutionKey key, Origin origin) {
    return new ExecutionSample(
        new Execution(
            key,
            get.thing(),
            origin,
            get.status(),
            get.details(),
            get.times(),
            get.deadlines(),
            get.version(),
            get.forced()));
  }

  private ExecutionSample changed(
      Status status, StatusDetails details, Times times, Deadlines deadlines, int version) {
    return new ExecutionSample(
        new Execution(
            get.key(),
            get.thing(),
            get.origin(),
            status,
            details,
            times,
            deadlines,
            version,
            get.forced()));
  }
}
