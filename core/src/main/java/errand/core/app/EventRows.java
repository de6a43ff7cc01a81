package errand.core.app;

import errand.core.job.Event;
import java.util.List;

/**
 * Events owed to operators' programs, written with the change, kept until every reader has them.
 */
public interface EventRows {
  void add(Event event);

  /** The oldest ones above a number, in the order of their commits, at most {@code limit}. */
  List<Numbered> take(long aboveNumber, int limit);

  /** Takes away all up to a number, that one included. */
  void removeUpTo(long number);

  /** An event with its place in the order of commits. */
  record Numbered(long number, Event event) {}
}
