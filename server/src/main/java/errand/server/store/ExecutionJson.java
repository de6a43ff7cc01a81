package errand.server.store;

import errand.core.execution.Deadlines;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Origin;
import errand.core.execution.Status;
import errand.core.execution.StatusDetails;
import errand.core.execution.Times;
import errand.core.fleet.ThingId;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An {@link Execution} within a stored notice. Times are milliseconds. */
record ExecutionJson(
    UUID thingId,
    String job,
    long number,
    String thing,
    @Nullable String namespace,
    int attempt,
    long queuedAt,
    long order,
    Status status,
    @Nullable Map<String, String> details,
    @Nullable Long startedAt,
    long updatedAt,
    @Nullable Long jobDue,
    @Nullable Long stepDue,
    int version,
    boolean forced) {
  static ExecutionJson of(Execution execution) {
    Origin origin = execution.origin();
    Deadlines deadlines = execution.deadlines();
    return new ExecutionJson(
        execution.key().thing().uuid(),
        execution.job().text(),
        execution.key().number(),
        execution.thing().text(),
        origin.namespace().none() ? null : origin.namespace().text(),
        origin.attempt(),
        origin.queuedAt().toEpochMilli(),
        origin.order(),
        execution.status(),
        execution.details().isEmpty() ? null : execution.details().pairs(),
        millis(execution.times().startedAt()),
        execution.times().lastUpdatedAt().toEpochMilli(),
        millis(deadlines.job()),
        millis(deadlines.step()),
        execution.version(),
        execution.forced());
  }

  Execution execution() {
    return new Execution(
        new ExecutionKey(new ThingId(thingId), new JobId(job), number),
        new ThingName(thing),
        new Origin(
            namespace == null ? Namespace.NONE : new Namespace(namespace),
            attempt,
            Instant.ofEpochMilli(queuedAt),
            order),
        status,
        details == null ? StatusDetails.NONE : new StatusDetails(details),
        new Times(instant(startedAt), Instant.ofEpochMilli(updatedAt)),
        new Deadlines(instant(jobDue), instant(stepDue)),
        version,
        forced);
  }

  private static @Nullable Long millis(Optional<Instant> at) {
    return at.map(Instant::toEpochMilli).orElse(null);
  }

  private static Optional<Instant> instant(@Nullable Long millis) {
    return Optional.ofNullable(millis).map(Instant::ofEpochMilli);
  }
}
