package errand.server;

import errand.core.app.Store;
import errand.core.app.Tx;
import errand.server.http.Travel;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Moves the server's time from one due instant to the next, and at each does all that is due before
 * it goes on: a week of windows, timeouts and retries happens in order, in seconds, and the same
 * each time. All accounts live by the same clock.
 */
final class TimeTravel implements Travel {
  // Behind everything that can be due; the database counts in milliseconds.
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private final ManualClock clock;
  private final Houses houses;

  TimeTravel(ManualClock clock, Houses houses) {
    this.clock = clock;
    this.houses = houses;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Optional<Instant> nextDue() {
    return houses.all().flatMap(house -> nextDue(house.store()).stream()).min(Instant::compareTo);
  }

  private static Optional<Instant> nextDue(Store store) {
    return store.read(tx -> Stream.concat(nextJob(tx), nextExecution(tx)).min(Instant::compareTo));
  }

  private static Stream<Instant> nextJob(Tx tx) {
    return tx.jobs().due(FAR, 1).stream().flatMap(job -> job.due().stream());
  }

  private static Stream<Instant> nextExecution(Tx tx) {
    return tx.executions().due(FAR, 1).stream()
        .flatMap(execution -> execution.deadlines().due().stream());
  }

  @Override
  public synchronized void moveTo(Instant target) {
    runUntilQuiet();
    Optional<Instant> next = nextDue();
    while (next.isPresent() && !next.get().isAfter(target)) {
      clock.moveTo(next.get());
      runUntilQuiet();
      next = nextDue();
    }
    clock.moveTo(target);
    houses.all().forEach(House::awaitQuiet);
  }

  private void runUntilQuiet() {
    houses.all().forEach(House::runUntilQuiet);
  }
}
