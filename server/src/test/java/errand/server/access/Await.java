package errand.server.access;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waiting for what other threads do. */
final class Await {
  private static final int SECONDS_MAX = 20;
  private static final long LOOK_EVERY_NANOS = 5_000_000;

  private Await() {}

  static <T> T of(CompletableFuture<T> future) {
    return Objects.requireNonNull(future.orTimeout(SECONDS_MAX, TimeUnit.SECONDS).join());
  }

  /** The failure of a future that must fail. */
  static Throwable failureOf(CompletableFuture<?> future) {
    try {
      var value = future.orTimeout(SECONDS_MAX, TimeUnit.SECONDS).join();
      throw new AssertionError("no failure but " + value);
    } catch (CompletionException failure) {
      return Objects.requireNonNull(failure.getCause());
    }
  }

  /** How long it took until the claim was true. */
  static Duration until(BooleanSupplier claim) {
    long begun = System.nanoTime();
    while (!claim.getAsBoolean()) {
      if (System.nanoTime() - begun > Duration.ofSeconds(SECONDS_MAX).toNanos()) {
        throw new AssertionError("it did not happen");
      }
      LockSupport.parkNanos(LOOK_EVERY_NANOS);
    }
    return Duration.ofNanos(System.nanoTime() - begun);
  }
}
