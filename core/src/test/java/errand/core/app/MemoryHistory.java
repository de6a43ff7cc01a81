package errand.core.app;

import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.fleet.ThingId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What each thing has to do and had, in memory. */
record MemoryHistory(MemoryTx tx) implements HistoryRows {
  private static final Comparator<Execution> NEWEST_FIRST =
      Comparator.comparingLong((Execution each) -> each.origin().order()).reversed();

  @Override
  public List<Execution> list(ThingId thing, Filter filter, Optional<Long> belowOrder, int limit) {
    return of(thing)
        .filter(each -> belowOrder.isEmpty() || each.origin().order() < belowOrder.get())
        .filter(each -> filter.status().isEmpty() || filter.status().get() == each.status())
        .filter(each -> filter.job().isEmpty() || filter.job().get().equals(each.job()))
        .filter(
            each ->
                filter.namespace().isEmpty()
                    || filter.namespace().get().equals(each.origin().namespace()))
        .sorted(NEWEST_FIRST)
        .limit(limit)
        .toList();
  }

  @Override
  public List<Execution> pendingEverywhere(ThingId thing) {
    return of(thing).filter(Execution::pending).toList();
  }

  @Override
  public boolean delete(ExecutionKey key) {
    return tx.changed().executions.remove(key);
  }

  private Stream<Execution> of(ThingId thing) {
    return tx.seen().executions.all().filter(each -> each.key().thing().equals(thing));
  }
}
