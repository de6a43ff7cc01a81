package errand.server.store;

import errand.core.execution.Deadlines;
import errand.core.execution.Execution;
import errand.core.execution.Origin;
import errand.core.execution.Times;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Values as they come back from the database: instants in whole milliseconds. */
final class Stored {
  private static final int NANOS_PER_MILLI = 1_000_000;

  private Stored() {}

  static Execution execution(Execution given) {
    return whole(given) ? given : truncated(given);
  }

  private static boolean whole(Execution given) {
    return whole(given.origin().queuedAt())
        && whole(given.times().lastUpdatedAt())
        && whole(given.times().startedAt())
        && whole(given.deadlines().job())
        && whole(given.deadlines().step());
  }

  private static boolean whole(Optional<Instant> at) {
    return at.isEmpty() || whole(at.get());
  }

  @SuppressWarnings("JavaInstantGetSecondsGetNano") // Seconds are whole anyway.
  private static boolean whole(Instant at) {
    return at.getNano() % NANOS_PER_MILLI == 0;
  }

  private static Execution truncated(Execution given) {
    Origin origin = given.origin();
    return new Execution(
        given.key(),
        given.thing(),
        new Origin(origin.namespace(), origin.attempt(), millis(origin.queuedAt()), origin.order()),
        given.status(),
        given.details(),
        new Times(
            given.times().startedAt().map(Stored::millis), millis(given.times().lastUpdatedAt())),
        new Deadlines(
            given.deadlines().job().map(Stored::millis),
            given.deadlines().step().map(Stored::millis)),
        given.version(),
        given.forced());
  }

  private static Instant millis(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS);
  }
}
