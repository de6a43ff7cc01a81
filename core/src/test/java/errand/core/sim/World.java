package errand.core.sim;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Virtual time, chance, and all that is still to happen. */
final class World {
  static final Instant BEGIN = Instant.parse("2026-03-01T12:00:00Z");

  final Random random;
  final Trace trace;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::sequence));
  private Instant now = BEGIN;
  private Duration clockOff = Duration.ZERO;
  private long sequence;
  private boolean calm;

  World(long seed, Trace trace) {
    this.random = new Random(seed);
    this.trace = trace;
  }

  /** Ties are decided by the sequence, so that a seed is one history. */
  private record Event(Instant at, long sequence, Runnable deed) {}

  Instant now() {
    return now;
  }

  /** What the server's clock shows. */
  Instant serverClock() {
    return now.plus(clockOff);
  }

  void stepClock(Duration by) {
    clockOff = clockOff.plus(by);
    log("clock steps by " + by.toSeconds() + " s");
  }

  /** True when faults have stopped. */
  boolean calm() {
    return calm;
  }

  void calmDown() {
    calm = true;
    log("faults stop");
  }

  void log(String what) {
    trace.add(now, what);
  }

  void after(Duration delay, Runnable deed) {
    events.add(new Event(now.plus(delay), sequence++, deed));
  }

  /** True so often, and never once faults have stopped. */
  boolean fault(double probability) {
    return !calm && probability > 0 && random.nextDouble() < probability;
  }

  boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /** From one of the bounds to the other, both included. */
  Duration between(Duration least, Duration most) {
    long span = most.minus(least).toMillis();
    return least.plusMillis(span <= 0 ? 0 : random.nextLong(span + 1));
  }

  /** Runs events until it is done; false when it is not by the limit. */
  boolean runUntil(BooleanSupplier done, Duration limit) {
    Instant end = now.plus(limit);
    while (!done.getAsBoolean()) {
      Event next = events.poll();
      if (next == null || next.at().isAfter(end)) {
        if (next != null) {
          events.add(next);
        }
        now = end;
        return done.getAsBoolean();
      }
      now = next.at();
      next.deed().run();
    }
    return true;
  }
}
