package errand.server.store;

import errand.core.app.Tx;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One caller's work, on its way to the writer and back. The caller parks, which costs a virtual
 * thread nothing and pins no carrier.
 *
 * <p>Threads: made and awaited by the caller, run and answered by the writer; {@code answered}
 * hands the other fields over.
 */
final class Turn<T> {
  private final Function<Tx, T> work;
  private final Thread caller = Thread.currentThread();
  private @Nullable T value;
  private @Nullable Throwable failure;
  private volatile boolean answered;

  Turn(Function<Tx, T> work) {
    this.work = work;
  }

  void run(Tx tx) {
    value = work.apply(tx);
  }

  void succeed() {
    answered = true;
    LockSupport.unpark(caller);
  }

  void fail(Throwable why) {
    failure = why;
    succeed();
  }

  /**
   * What the work returned, or its exception. An interrupt does not end the wait, since the work
   * may already be done; it is kept for the caller.
   */
  @SuppressWarnings("NullAway") // Works return no null, so after one the value is there.
  T await() {
    boolean interrupted = false;
    while (!answered) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    if (interrupted) {
      caller.interrupt();
    }
    return switch (failure) {
      case null -> value;
      case RuntimeException exception -> throw exception;
      case Error error -> throw error;
      default -> throw new IllegalStateException("a work threw what it may not throw", failure);
    };
  }
}
