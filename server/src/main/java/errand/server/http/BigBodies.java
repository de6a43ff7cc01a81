package errand.server.http;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;

/**
 * Bounds the memory that bodies take while they are read, which is before their signature can be
 * checked: only so many big ones at a time, over all and from one address. Small ones, which are
 * nearly all, take no place. Threads: any; never blocks.
 */
final class BigBodies {
  /** From this size on a body needs a place. */
  static final int BIG_BYTES = 16 * 1024;

  private final Semaphore places;
  private final int perAddressMax;
  private final ConcurrentMap<String, Integer> taken = new ConcurrentHashMap<>();

  BigBodies(HttpLimits limits) {
    places = new Semaphore(limits.bigBodiesMax());
    perAddressMax = limits.bigBodiesPerAddressMax();
  }

  /** A place; empty when there is none. Run it once to give it back. */
  Optional<Runnable> enter(String address) {
    if (!places.tryAcquire()) {
      return Optional.empty();
    }
    if (taken.merge(address, 1, Integer::sum) > perAddressMax) {
      leave(address);
      return Optional.empty();
    }
    return Optional.of(() -> leave(address));
  }

  private void leave(String address) {
    taken.computeIfPresent(address, (_, count) -> count > 1 ? count - 1 : null);
    places.release();
  }
}
