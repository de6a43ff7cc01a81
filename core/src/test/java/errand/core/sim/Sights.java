package errand.core.sim;

import java.util.SortedMap;
import java.util.TreeMap;

/** How often something worth seeing was seen, so that a test can tell that it was seen at all. */
final class Sights {
  private final SortedMap<String, Long> seen = new TreeMap<>();

  void saw(String what) {
    seen.merge(what, 1L, Long::sum);
  }

  void add(Sights others) {
    others.seen.forEach((what, times) -> seen.merge(what, times, Long::sum));
  }

  SortedMap<String, Long> seen() {
    return seen;
  }
}
