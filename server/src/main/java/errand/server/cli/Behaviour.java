package errand.server.cli;

import errand.server.cli.SimulatedDevice.Script;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How simulated devices work, drawn anew for each job. Safe for all threads if the generator is.
 *
 * @param stepMillisMin shortest step, at least 1
 * @param stepMillisMax longest step
 * @param reasons what failures are explained by, one drawn for each
 */
record Behaviour(
    List<String> steps,
    int stepMillisMin,
    int stepMillisMax,
    Mix mix,
    List<String> reasons,
    RandomGenerator random) {
  Behaviour {
    steps = List.copyOf(steps);
    reasons = List.copyOf(reasons);
    if (stepMillisMin < 1 || stepMillisMax < stepMillisMin || reasons.isEmpty()) {
      throw new IllegalArgumentException("steps take from 1 ms up, and failures have a reason");
    }
  }

  /**
   * How many of a hundred jobs end so; the rest succeeds.
   *
   * @param cut how many of a hundred lose the connection on the way, however they end
   */
  record Mix(double failed, double rejected, double silent, double cut) {
    Mix {
      if (failed < 0 || rejected < 0 || silent < 0 || failed + rejected + silent > 100) {
        throw new IllegalArgumentException(
            "--fail, --reject and --silent are percentages, of 100 together at most");
      }
      if (cut < 0 || cut > 100) {
        throw new IllegalArgumentException("--disconnect is a percentage");
      }
    }
  }

  /** The script for one job. */
  Script next() {
    double drawn;
    int pace;
    String reason;
    boolean cuts;
    synchronized (this) {
      drawn = random.nextDouble(100);
      pace = random.nextInt(stepMillisMin, stepMillisMax + 1);
      reason = reasons.get(random.nextInt(reasons.size()));
      cuts = random.nextDouble(100) < mix.cut();
    }
    if (drawn < mix.failed()) {
      return new Script(steps, pace, "FAILED", reason, cuts);
    }
    if (drawn < mix.failed() + mix.rejected()) {
      return new Script(List.of(), pace, "REJECTED", "not now", cuts);
    }
    if (drawn < mix.failed() + mix.rejected() + mix.silent()) {
      return new Script(steps, pace, Script.NONE, "", cuts);
    }
    return new Script(steps, pace, "SUCCEEDED", "", cuts);
  }
}
