package errand.core.sim;

import java.util.List;

/** Runs seeds, and tells of those that fail. */
final class Seeds {
  private Seeds() {}

  /** One seed; a failure names it, the law, and what happened last. */
  static Simulation.Outcome run(long seed, Plant plant) {
    return run(seed, plant, new Trace(false));
  }

  private static Simulation.Outcome run(long seed, Plant plant, Trace trace) {
    try {
      return new Simulation(seed, plant, trace).run();
    } catch (Broken | RuntimeException failure) {
      throw new AssertionError(story(seed, failure, trace.lines()), failure);
    }
  }

  private static String story(long seed, Throwable failure, List<String> lines) {
    return "seed %d: %s%n  %s%n  once more, in full: -Dtest=FleetSimulationTest -Dseed=%d%n"
        .formatted(seed, failure.getMessage(), String.join("\n  ", lines), seed);
  }

  /** Runs a seed and prints every line of it. */
  static void tell(long seed) {
    var trace = new Trace(true);
    try {
      run(seed, Plant.NONE, trace);
    } finally {
      trace.lines().forEach(System.out::println);
    }
  }

  /** The first of the seeds that breaks a law with a bug planted; -1 when none does. */
  static long found(Plant plant, long seeds) {
    for (long seed = 0; seed < seeds; seed++) {
      try {
        run(seed, plant);
      } catch (AssertionError found) {
        return seed;
      }
    }
    return -1;
  }
}
