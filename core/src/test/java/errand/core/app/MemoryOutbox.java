package errand.core.app;

import errand.core.execution.Notice;
import java.util.List;
import java.util.Optional;

/** The outbox in memory. */
record MemoryOutbox(MemoryTx tx) implements Outbox {
  @Override
  public void add(Notice notice) {
    MemoryState state = tx.changed();
    state.lastNotice++;
    state.outbox.insert(state.lastNotice, new Numbered(state.lastNotice, notice));
  }

  @Override
  public List<Numbered> take(long aboveNumber, int limit) {
    return tx.seen().outbox.after(Optional.of(aboveNumber), limit);
  }

  @Override
  public void remove(List<Long> numbers) {
    MemoryState state = tx.changed();
    numbers.forEach(state.outbox::remove);
  }
}
