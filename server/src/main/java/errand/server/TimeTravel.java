package errand.server;

import errand.core.app.Store;
import errand.core.app.Tx;
import errand.server.http.Travel;
import errand.server.mqtt.NoticeDrain;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Moves the server's time from one due instant to the next, and at each does all that is due before
 * it goes on: a week of windows, timeouts and retries happens in order, in seconds, and the same
 * each time.
 */
final class TimeTravel implements Travel {
  // Behind everything that can be due; the database counts in milliseconds.
  private static final Instant FAR = Instant.parse("9999-01-01T00:00:00Z");

  private final ManualClock clock;
  private final PulseLoop pulse;
  private final Store store;
  private final NoticeDrain notices;

  TimeTravel(ManualClock clock, PulseLoop pulse, Store store, NoticeDrain notices) {
    this.clock = clock;
    this.pulse = pulse;
    this.store = store;
    this.notices = notices;
  }

  @Override
  public Instant now() {
    return clock.instant();
  }

  @Override
  public Optional<Instant> nextDue() {
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
    pulse.runUntilQuiet();
    Optional<Instant> next = nextDue();
    while (next.isPresent() && !next.get().isAfter(target)) {
      clock.moveTo(next.get());
      pulse.runUntilQuiet();
      next = nextDue();
    }
    clock.moveTo(target);
    notices.awaitQuiet();
  }
}
