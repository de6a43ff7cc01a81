package errand.core.sim;

import errand.core.app.Picture;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

/** All laws that hold at every commit. Says which sights a run has seen, too. */
final class Laws {
  /** What changed with a commit. */
  record Commit(Picture before, Picture after, Instant at) {
    /** True when work is as it was, and only notices or groups have changed. */
    boolean onlyNotices() {
      return before.sameWork(after);
    }
  }

  /** One group of laws. */
  interface Law {
    void check(Commit commit);
  }

  private final Supplier<Instant> clock;
  private final List<Law> laws;
  private Picture before;
  private long commits;

  Laws(Picture begin, Supplier<Instant> clock, List<Law> laws) {
    this.before = begin;
    this.clock = clock;
    this.laws = List.copyOf(laws);
  }

  long commits() {
    return commits;
  }

  void committed(Picture after) {
    commits++;
    var commit = new Commit(before, after, clock.get());
    before = after;
    laws.forEach(law -> law.check(commit));
  }
}
