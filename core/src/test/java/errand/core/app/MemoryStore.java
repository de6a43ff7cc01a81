package errand.core.app;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/**
 * The store in sorted maps, for the simulation and for tests. A transaction changes a copy, which
 * takes the place of the state when the work returns; a look sees the state as it is, and nobody
 * changes that. Iterates in key order everywhere, so the same calls always give the same answers.
 */
public final class MemoryStore implements Store {
  private final ReentrantLock writing = new ReentrantLock();
  private volatile MemoryState state = new MemoryState();

  @Override
  public <T> T transact(Function<Tx, T> work) {
    requireOutside();
    writing.lock();
    try {
      MemoryState next = state.copy();
      T result = run(new MemoryTx(next, true), work);
      state = next;
      return result;
    } finally {
      writing.unlock();
    }
  }

  @Override
  public <T> T read(Function<Tx, T> look) {
    requireOutside();
    return run(new MemoryTx(state, false), look);
  }

  /** The state as it was last committed; never changed. */
  MemoryState committed() {
    return state;
  }

  private static <T> T run(MemoryTx tx, Function<Tx, T> work) {
    try {
      return work.apply(tx);
    } finally {
      tx.end();
    }
  }

  private void requireOutside() {
    if (writing.isHeldByCurrentThread()) {
      throw new IllegalStateException("a work may use its Tx only, not the store");
    }
  }
}
