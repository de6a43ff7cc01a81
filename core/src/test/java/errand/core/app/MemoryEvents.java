package errand.core.app;

import errand.core.job.Event;
import java.util.List;
import java.util.Optional;

/** Events owed, in memory. */
record MemoryEvents(MemoryTx tx) implements EventRows {
  @Override
  public void add(Event event) {
    MemoryState state = tx.changed();
    state.lastNotice++;
    state.owedEvents.insert(state.lastNotice, new Numbered(state.lastNotice, event));
  }

  @Override
  public List<Numbered> take(long aboveNumber, int limit) {
    return tx.seen().owedEvents.after(Optional.of(aboveNumber), limit);
  }

  @Override
  public void removeUpTo(long number) {
    MemoryState state = tx.changed();
    List<Long> gone =
        state.owedEvents.all().map(Numbered::number).filter(each -> each <= number).toList();
    gone.forEach(state.owedEvents::remove);
  }
}
