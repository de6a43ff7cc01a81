package errand.core.app;

import java.util.List;

/** Readers of events, in memory. */
record MemoryReaders(MemoryTx tx) implements ReaderRows {
  @Override
  public long position(String reader) {
    return tx.seen().readers.find(reader).map(Place::position).orElse(0L);
  }

  @Override
  public void put(String reader, long position) {
    tx.changed().readers.put(reader, new Place(reader, position));
  }

  @Override
  public void retain(List<String> readers) {
    MemoryState state = tx.changed();
    List<String> gone =
        state.readers.all().map(Place::reader).filter(each -> !readers.contains(each)).toList();
    gone.forEach(state.readers::remove);
  }

  @Override
  public long lowest() {
    return tx.seen().readers.all().mapToLong(Place::position).min().orElse(0);
  }

  /** Where a reader stands. */
  record Place(String reader, long position) {}
}
