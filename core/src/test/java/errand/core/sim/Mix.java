package errand.core.sim;

import java.util.Random;

/**
 * What a seed suffers. Every probability is zero in half of the seeds and drawn in the others, so
 * that no fault hides behind another; clients are weak in many fleets, since strong clients hide a
 * server's bugs.
 *
 * @param batch executions in one transaction of the server
 * @param pulseSeconds between two beats when nothing rings
 */
record Mix(
    int things,
    int batch,
    int pulseSeconds,
    Net net,
    Data data,
    Server server,
    Clients clients,
    Orders orders) {

  /** Messages. */
  record Net(double drop, double duplicate, int delaySecondsMax) {}

  /** Transactions. */
  record Data(double failBefore, double failAfter, double runTwice) {}

  /**
   * The server itself.
   *
   * @param crash by each transaction
   * @param crashInDrain between publishing and taking away
   * @param clockStep by each of the operator's turns
   * @param clockBack steps go back, too
   */
  record Server(double crash, double crashInDrain, double clockStep, boolean clockBack) {}

  /**
   * Devices. The first three are shares of the fleet, the others chances of each turn.
   *
   * @param pushOnly do nothing but what a push tells them
   * @param versionless never say which version they know
   * @param numberless never say which execution they mean
   */
  record Clients(
      double pushOnly,
      double versionless,
      double numberless,
      double liar,
      double vanish,
      double bad,
      double direct) {}

  /**
   * Operators: how often each kind of order, relative to the others.
   *
   * @param secondsBetween at most so many from one order to the next
   */
  record Orders(
      double create,
      double cancel,
      double delete,
      double edit,
      double groups,
      double things,
      double executions,
      int secondsBetween) {}

  static Mix drawn(Random random) {
    return new Mix(
        1 + random.nextInt(6),
        random.nextBoolean() ? 200 : 1 + random.nextInt(4),
        5 + random.nextInt(20),
        new Net(half(random, 0.3), half(random, 0.3), 1 + random.nextInt(20)),
        new Data(half(random, 0.1), half(random, 0.1), half(random, 0.2)),
        new Server(half(random, 0.01), half(random, 0.2), half(random, 0.1), random.nextBoolean()),
        new Clients(
            half(random, 1),
            half(random, 1),
            half(random, 1),
            half(random, 0.2),
            half(random, 0.3),
            half(random, 0.8),
            half(random, 0.3)),
        new Orders(
            1 + random.nextDouble(),
            half(random, 0.5),
            half(random, 0.4),
            half(random, 1),
            half(random, 3),
            half(random, 0.7),
            half(random, 1),
            20 + random.nextInt(160)));
  }

  private static double half(Random random, double most) {
    double drawn = random.nextDouble() * most;
    return random.nextBoolean() ? drawn : 0;
  }
}
