package errand.server.identity;

import errand.core.app.AccessChange;
import errand.core.app.AccessWatch;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Counts the changes that access depends on and remembers the last ones, so that who kept a
 * decision learns at the price of one comparison whether it still holds.
 *
 * <p>Shared state: {@code last} and the count change under the lock; the count is volatile, so the
 * usual question, whether anything has changed at all, takes no lock.
 */
public final class Changes implements AccessWatch {
  /** How many changes are remembered; who is further behind must look again. */
  static final int REMEMBERED = 512;

  private final AccessChange[] last = new AccessChange[REMEMBERED];
  private volatile long count;
  private volatile Consumer<AccessChange> listener = change -> {};

  /** From now on told of every change; must not block. */
  public void listen(Consumer<AccessChange> next) {
    listener = next;
  }

  @Override
  public void changed(AccessChange change) {
    synchronized (this) {
      last[(int) (count % REMEMBERED)] = change;
      count = count + 1;
    }
    listener.accept(change);
  }

  /** How many changes there have been. */
  long count() {
    return count;
  }

  /** True when one since then concerns the asker, or may. */
  synchronized boolean concern(long since, Predicate<AccessChange> asker) {
    if (count - since > REMEMBERED) {
      return true;
    }
    for (long at = since; at < count; at++) {
      if (asker.test(last[(int) (at % REMEMBERED)])) {
        return true;
      }
    }
    return false;
  }
}
