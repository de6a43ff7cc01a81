package errand.server.conformance.support;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for something with an end to its patience. */
public final class Await {
  /** Far beyond what anything takes, even on a busy machine. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private Await() {}

  /** The result; a failure of the future is thrown as it was. */
  public static <T> T result(CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(failure.getCause());
    } catch (TimeoutException late) {
      throw new AssertionError("nothing within " + PATIENCE, late);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  /** Asks again until the answer fits; each question is a call to a server, which paces this. */
  public static <T> T answer(Supplier<T> question, Predicate<T> fits) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    var answer = question.get();
    while (!fits.test(answer)) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("still not after " + PATIENCE + ": " + answer);
      }
      answer = question.get();
    }
    return answer;
  }
}
