package errand.bench;

import java.time.Duration;
import java.util.Arrays;

/**
 * The tally of one stretch of load on one server. Not thread-safe but for {@link #add}; times are
 * those of {@link System#nanoTime}.
 */
final class Round {
  private static final int ROOM_FIRST = 1 << 10;

  private final Scenario scenario;
  private final long startNanos;
  private final long endNanos;
  private long[] latencies = new long[ROOM_FIRST];
  private int answered;
  private int waiting;
  private int answerBytes;

  /** Starts now. */
  Round(Scenario scenario, Duration length) {
    this.scenario = scenario;
    this.startNanos = System.nanoTime();
    this.endNanos = startNanos + length.toNanos();
  }

  private Round(Scenario scenario, long startNanos, long endNanos) {
    this.scenario = scenario;
    this.startNanos = startNanos;
    this.endNanos = endNanos;
  }

  /** An empty tally of the same stretch, for another thread. */
  Round same() {
    return new Round(scenario, startNanos, endNanos);
  }

  /** Takes over what another thread has counted, when that is done. */
  synchronized void add(Round other) {
    var wanted = answered + other.answered;
    if (wanted > latencies.length) {
      latencies = Arrays.copyOf(latencies, Math.max(wanted, 2 * answered));
    }
    System.arraycopy(other.latencies, 0, latencies, answered, other.answered);
    answered = wanted;
    waiting += other.waiting;
    answerBytes = other.answerBytes;
  }

  Scenario scenario() {
    return scenario;
  }

  /** Whether another request may be sent. */
  boolean open(long nowNanos) {
    return nowNanos - endNanos < 0;
  }

  void sent() {
    waiting++;
  }

  void answered(long latencyNanos, int payloadBytes) {
    if (answered == latencies.length) {
      latencies = Arrays.copyOf(latencies, 2 * answered);
    }
    latencies[answered++] = latencyNanos;
    waiting--;
    answerBytes = payloadBytes;
  }

  /** Requests sent and not answered. */
  int waiting() {
    return waiting;
  }

  /** Length of the latest answer's payload. */
  int answerBytes() {
    return answerBytes;
  }

  /**
   * Ends the round now.
   *
   * @param server what the server's process used meanwhile
   * @param driver what this process used
   */
  Figures figures(Usage server, Usage driver) {
    var seconds = (System.nanoTime() - startNanos) / 1e9;
    var sorted = Arrays.copyOf(latencies, answered);
    Arrays.sort(sorted);
    return new Figures(
        answered / seconds,
        percentile(sorted, 50) / 1e6,
        percentile(sorted, 99) / 1e6,
        server.cpuNanos() / 1e3 / answered,
        server.cpuNanos() / 1e9 / seconds,
        driver.cpuNanos() / 1e9 / seconds,
        (double) server.bytesWritten() / answered);
  }

  /** The nearest rank; of no values 0. */
  static long percentile(long[] sorted, int percent) {
    var rank = Math.ceilDiv((long) percent * sorted.length, 100);
    return sorted.length == 0 ? 0 : sorted[Math.toIntExact(Math.max(0, rank - 1))];
  }
}
