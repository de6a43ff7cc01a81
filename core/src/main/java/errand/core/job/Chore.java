package errand.core.job;

import errand.core.fleet.ThingId;
import java.util.Optional;

/** Work over many executions of a job, done by the pulse a batch at a time, in the order given. */
public sealed interface Chore {
  /**
   * Where a walk over the waiting executions stands: newest first, below this one.
   *
   * @param order of the placement, see {@code Origin.order}
   */
  record Cursor(long order, ThingId thing) {}

  /**
   * Call off what waits.
   *
   * @param running what runs, too
   */
  record CallOff(boolean running) implements Chore {}

  /** Tell things that their waiting execution can be started again: a window has opened. */
  record Show(Optional<Cursor> below) implements Chore {}

  /** Tell things that their waiting execution cannot be started for now: the window has closed. */
  record Hide(Optional<Cursor> below) implements Chore {}

  /** Take away what waits on things that are targets no more: a target group was deleted. */
  record Recheck(Optional<Cursor> below) implements Chore {}

  /** Delete every execution, and then the job. */
  record Delete() implements Chore {}
}
