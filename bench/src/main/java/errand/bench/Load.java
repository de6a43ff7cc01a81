package errand.bench;

import java.time.Duration;

/** Connections to one server that keep asking it. */
interface Load extends AutoCloseable {
  /** Each connection once fills its window; returns when all is answered. */
  default Round once(Scenario scenario) {
    return run(scenario, Duration.ZERO);
  }

  /**
   * Keeps every connection's window full for so long; returns when all is answered.
   *
   * @throws UnexpectedException when an answer is missing, is not that of its request, or refuses
   */
  Round run(Scenario scenario, Duration length);

  @Override
  void close();
}
