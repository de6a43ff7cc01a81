package errand.core.app;

import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Status;
import errand.core.fleet.ThingId;
import errand.core.job.Job;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Executions in memory. */
record MemoryExecutions(MemoryTx tx) implements ExecutionRows {
  private static final Comparator<Execution> NEWEST_FIRST =
      Comparator.comparing(MemoryExecutions::place, MemoryState.PLACE_ORDER).reversed();

  private static final Comparator<Execution> LONGEST_DUE_FIRST =
      Comparator.comparing((Execution each) -> each.deadlines().due().orElseThrow())
          .thenComparing(Execution::key, MemoryState.KEY_ORDER);

  // No job id sorts before this one.
  private static final JobId LOWEST_JOB = new JobId("-");

  @Override
  public Optional<Execution> find(ExecutionKey key) {
    return tx.seen().executions.find(key);
  }

  @Override
  public Optional<Execution> latest(ThingId thing, JobId job) {
    return attempts(thing, job).stream().findFirst();
  }

  @Override
  public List<Execution> attempts(ThingId thing, JobId job) {
    return of(thing, job)
        .filter(each -> each.job().equals(job))
        .sorted(Comparator.comparingLong((Execution each) -> each.key().number()).reversed())
        .toList();
  }

  @Override
  public List<Execution> pending(ThingId thing, Namespace namespace) {
    return of(thing, LOWEST_JOB)
        .filter(each -> each.pending() && each.origin().namespace().equals(namespace))
        .filter(each -> each.status() != Status.QUEUED || !hidden(each.job()))
        .toList();
  }

  private boolean hidden(JobId job) {
    return tx.seen().jobs.find(job).filter(Job::hidden).isPresent();
  }

  private Stream<Execution> of(ThingId thing, JobId from) {
    return tx.seen()
        .executions
        .from(new ExecutionKey(thing, from, 1), each -> each.key().thing().equals(thing));
  }

  @Override
  public void insert(Execution execution) {
    tx.changed().executions.insert(execution.key(), execution);
  }

  @Override
  public boolean update(Execution execution, Status loadedStatus, int loadedVersion) {
    MemoryState state = tx.changed();
    boolean unchanged =
        find(execution.key())
            .filter(each -> each.status() == loadedStatus && each.version() == loadedVersion)
            .isPresent();
    if (unchanged) {
      state.executions.put(execution.key(), execution);
    }
    return unchanged;
  }

  @Override
  public List<Execution> list(
      JobId job, Optional<Status> status, Optional<Place> below, int limit) {
    return tx.seen()
        .executions
        .all()
        .filter(each -> each.job().equals(job))
        .filter(each -> status.isEmpty() || each.status() == status.get())
        .filter(
            each ->
                below.isEmpty() || MemoryState.PLACE_ORDER.compare(place(each), below.get()) < 0)
        .sorted(NEWEST_FIRST)
        .limit(limit)
        .toList();
  }

  @Override
  public List<Execution> due(Instant now, int limit) {
    return tx.seen()
        .executions
        .all()
        .filter(each -> each.deadlines().due().filter(at -> !now.isBefore(at)).isPresent())
        .sorted(LONGEST_DUE_FIRST)
        .limit(limit)
        .toList();
  }

  private static Place place(Execution execution) {
    return new Place(execution.origin().order(), execution.key().thing());
  }
}
