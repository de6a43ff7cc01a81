package errand.core.app;

import errand.core.app.MemoryState.Counter;
import errand.core.execution.Execution;
import errand.core.execution.Status;
import errand.core.job.Counts;
import errand.core.name.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counters in memory. */
record MemoryCounters(MemoryTx tx) implements CounterRows {
  @Override
  public Counts of(JobId id) {
    return new Counts(counts(id, tx.seen().counters), counts(id, tx.seen().superseded));
  }

  private static Map<Status, Long> counts(JobId id, MemoryTable<Counter, Long> table) {
    Map<Status, Long> counts = new EnumMap<>(Status.class);
    for (Status status : Status.values()) {
      table.find(new Counter(id, status)).ifPresent(n -> counts.put(status, n));
    }
    return counts;
  }

  @Override
  public void move(JobId id, Optional<Status> from, Optional<Status> to) {
    move(tx.changed().counters, id, from, to);
  }

  @Override
  public void moveSuperseded(JobId id, Optional<Status> from, Optional<Status> to) {
    move(tx.changed().superseded, id, from, to);
  }

  private void move(
      MemoryTable<Counter, Long> table, JobId id, Optional<Status> from, Optional<Status> to) {
    if (!tx.seen().jobs.has(id)) {
      throw new IllegalStateException("no counters for " + from + " and " + to + " of " + id);
    }
    from.ifPresent(status -> add(table, new Counter(id, status), -1));
    to.ifPresent(status -> add(table, new Counter(id, status), 1));
  }

  private static void add(MemoryTable<Counter, Long> table, Counter counter, long change) {
    long next = table.find(counter).orElse(0L) + change;
    if (next < 0) {
      throw new IllegalStateException("fewer than no executions for " + counter);
    }
    table.put(counter, next);
  }

  @Override
  public List<Step> steps(JobId id, Instant from, Duration slot) {
    return tx
        .seen()
        .executions
        .all()
        .filter(each -> each.job().equals(id))
        .flatMap(each -> steps(each, from, slot))
        .collect(Collectors.groupingBy(each -> each, Collectors.counting()))
        .entrySet()
        .stream()
        .map(
            each ->
                new Step(
                    each.getKey().from(),
                    each.getKey().to(),
                    each.getKey().slot(),
                    each.getValue()))
        .toList();
  }

  private static Stream<Step> steps(Execution execution, Instant from, Duration slot) {
    var started = execution.times().startedAt();
    Status last = started.isPresent() ? Status.IN_PROGRESS : Status.QUEUED;
    Instant placed = execution.origin().queuedAt();
    Instant ended = execution.times().lastUpdatedAt();
    return Stream.of(
            Stream.of(step(Optional.empty(), Status.QUEUED, placed, from, slot)),
            started.stream()
                .map(at -> step(Optional.of(Status.QUEUED), Status.IN_PROGRESS, at, from, slot)),
            Stream.of(execution)
                .filter(each -> each.status().terminal())
                .map(each -> step(Optional.of(last), each.status(), ended, from, slot)))
        .flatMap(each -> each);
  }

  private static Step step(
      Optional<Status> before, Status to, Instant at, Instant from, Duration slot) {
    long since = Duration.between(from, at).toMillis();
    return new Step(before, to, Math.floorDiv(since, slot.toMillis()), 1);
  }

  void forget(JobId id) {
    for (Status status : Status.values()) {
      tx.changed().counters.remove(new Counter(id, status));
      tx.changed().superseded.remove(new Counter(id, status));
    }
  }
}
