package errand.core.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What happened in a run, one line each: the last ones, or all, and a hash over all of them. */
final class Trace {
  private static final int KEPT = 50;

  private final boolean whole;
  private final ArrayDeque<String> lines = new ArrayDeque<>();
  private long hash = 7;
  private long count;

  /**
   * @param whole keep every line
   */
  Trace(boolean whole) {
    this.whole = whole;
  }

  void add(Instant at, String what) {
    String line = Duration.between(World.BEGIN, at).toMillis() / 1000.0 + " " + what;
    count++;
    hash = hash * 31 + line.hashCode();
    lines.add(line);
    if (!whole && lines.size() > KEPT) {
      lines.remove();
    }
  }

  List<String> lines() {
    return new ArrayList<>(lines);
  }

  long count() {
    return count;
  }

  long hash() {
    return hash;
  }
}
