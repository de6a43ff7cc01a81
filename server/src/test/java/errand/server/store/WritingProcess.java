package errand.server.store;

import static errand.core.app.StoreSamples.notice;
import static errand.core.app.StoreSamples.thing;

import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes things from many threads without end, and prints the name of each once it is acknowledged.
 * The notice of a thing is added in the same transaction as the thing.
 */
final class WritingProcess {
  private static final int CALLERS = 16;

  private WritingProcess() {}

  public static void main(String[] arguments) {
    var numbers = new AtomicLong();
    SqliteStore store = SqliteStore.open(Path.of(arguments[0]));
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        callers.execute(() -> write(store, numbers));
      }
    }
  }

  private static void write(SqliteStore store, AtomicLong numbers) {
    // Printing fails silently once the parent has gone; the limit ends an orphan.
    for (long number = numbers.incrementAndGet();
        number < 1_000_000;
        number = numbers.incrementAndGet()) {
      String name = "t" + number;
      long id = number;
      store.transact(
          tx -> {
            tx.things().insert(thing(name, id));
            tx.outbox().add(notice(name));
            return true;
          });
      System.out.println(name);
    }
  }
}
