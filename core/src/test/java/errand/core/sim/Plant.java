package errand.core.sim;

import errand.core.app.Tx;
import errand.core.execution.Command;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A bug put in on purpose, at a seam of the simulation.
 *
 * @param rows what the code under test gets for the rows
 * @param reports what becomes of a device's report on its way in
 * @param pulseAhead how much the clock of the pulse is fast
 * @param drain how notices leave the outbox
 */
record Plant(
    UnaryOperator<Tx> rows,
    UnaryOperator<Command.Report> reports,
    Duration pulseAhead,
    Drain drain) {
  /** The order of publishing a notice and of taking it away. */
  enum Drain {
    PUBLISH_FIRST,
    CLEAR_FIRST
  }

  static final Plant NONE =
      new Plant(
          UnaryOperator.identity(), UnaryOperator.identity(), Duration.ZERO, Drain.PUBLISH_FIRST);

  static Plant rows(UnaryOperator<Tx> twist) {
    return new Plant(twist, NONE.reports, NONE.pulseAhead, NONE.drain);
  }

  static Plant reports(UnaryOperator<Command.Report> twist) {
    return new Plant(NONE.rows, twist, NONE.pulseAhead, NONE.drain);
  }

  static Plant pulseAhead(Duration time) {
    return new Plant(NONE.rows, NONE.reports, time, NONE.drain);
  }

  static Plant clearFirst() {
    return new Plant(NONE.rows, NONE.reports, NONE.pulseAhead, Drain.CLEAR_FIRST);
  }
}
