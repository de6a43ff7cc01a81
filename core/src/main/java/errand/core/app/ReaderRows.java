package errand.core.app;

import java.util.List;

/** How far each reader of events has come. */
public interface ReaderRows {
  /** The number of the last event a reader has taken; 0 for a new one. */
  long position(String reader);

  /** Remembers it; repeatable. */
  void put(String reader, long position);

  /** Forgets every reader but these; what is kept for the others is kept no longer. */
  void retain(List<String> readers);

  /** The lowest position of all readers; 0 when there is none. */
  long lowest();
}
