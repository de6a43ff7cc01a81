package errand.core.app;

import errand.core.execution.Notice;
import java.util.List;

/** Notices owed, written with the change that owes them, taken away once published. */
public interface Outbox {
  void add(Notice notice);

  /** The oldest ones above a number, in the order of their commits, at most {@code limit}. */
  List<Numbered> take(long aboveNumber, int limit);

  void remove(List<Long> numbers);

  /** A notice with its place in the order of commits. */
  record Numbered(long number, Notice notice) {}
}
