package errand.server.events;

import errand.core.app.Store;
import errand.server.wire.event.EventMessages;
import java.util.ArrayList;
import java.util.List;

/** The loops of all readers. Add them all, then start. */
public final class EventLoops implements AutoCloseable {
  private final Store store;
  private final EventMessages messages;
  private final List<Reader> readers = new ArrayList<>();
  private final List<EventLoop> loops = new ArrayList<>();

  public EventLoops(Store store, EventMessages messages) {
    this.store = store;
    this.messages = messages;
  }

  public void add(Reader reader) {
    readers.add(reader);
    loops.add(new EventLoop(store, reader, messages));
  }

  /** Forgets readers that are configured no more, so that nothing is kept for them. */
  public void start() {
    List<String> names = readers.stream().map(Reader::name).toList();
    store.transact(
        tx -> {
          tx.readers().retain(names);
          names.forEach(name -> tx.readers().put(name, tx.readers().position(name)));
          return names.size();
        });
    loops.forEach(EventLoop::start);
  }

  /** There may be something to hand over. Never blocks. */
  public void ring() {
    loops.forEach(EventLoop::ring);
  }

  @Override
  public void close() {
    loops.forEach(EventLoop::close);
    readers.forEach(Reader::close);
  }
}
