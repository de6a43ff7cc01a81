package errand.core.app;

import errand.core.audit.AuditEntry;
import errand.core.audit.Outcome;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** The record, in memory. */
record MemoryAudit(MemoryTx tx) implements AuditRows {
  @Override
  public void add(AuditEntry entry) {
    MemoryState state = tx.changed();
    state.lastAudit++;
    state.audit.insert(state.lastAudit, new Numbered(state.lastAudit, entry));
  }

  @Override
  public List<Numbered> list(Window window) {
    Comparator<Numbered> order = Comparator.comparingLong(Numbered::number);
    return tx.seen()
        .audit
        .all()
        .sorted(window.ascending() ? order : order.reversed())
        .filter(
            each ->
                window
                    .after()
                    .map(
                        after -> window.ascending() ? each.number() > after : each.number() < after)
                    .orElse(true))
        .filter(each -> fits(window.filter(), each.entry()))
        .limit(window.limit())
        .toList();
  }

  private static boolean fits(Filter filter, AuditEntry entry) {
    return filter.from().map(from -> !entry.at().isBefore(from)).orElse(true)
        && filter.until().map(entry.at()::isBefore).orElse(true)
        && filter.actor().map(entry.actor().id()::equals).orElse(true)
        && filter.resource().map(entry.resources()::contains).orElse(true)
        && filter.action().map(entry.action()::equals).orElse(true)
        && filter.outcome().map(entry.outcome()::equals).orElse(true);
  }

  @Override
  public int dropBefore(Instant instant, int limit) {
    return drop(each -> each.entry().at().isBefore(instant), limit);
  }

  @Override
  public int dropUndone(long keep, int limit) {
    Predicate<Numbered> undone = each -> each.entry().outcome() != Outcome.DONE;
    long tooMany = tx.seen().audit.all().filter(undone).count() - keep;
    return tooMany <= 0 ? 0 : drop(undone, (int) Math.min(tooMany, limit));
  }

  private int drop(Predicate<Numbered> which, int limit) {
    MemoryState state = tx.changed();
    List<Long> gone = state.audit.all().filter(which).limit(limit).map(Numbered::number).toList();
    gone.forEach(state.audit::remove);
    return gone.size();
  }
}
