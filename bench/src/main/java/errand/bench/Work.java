package errand.bench;

import java.util.Locale;

/**
 * Work that a server did on many executions.
 *
 * @param executions how many
 * @param seconds how long it took
 * @param used what the server's process used meanwhile
 */
record Work(int executions, double seconds, Usage used) {
  double perSecond() {
    return executions / seconds;
  }

  /** CPU time of the server for one execution. */
  double micros() {
    return used.cpuNanos() / 1e3 / executions;
  }

  /** Bytes the server gave to the disk for one execution. */
  double bytes() {
    return (double) used.bytesWritten() / executions;
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "%,9d in %6.2f s, %,7.0f a second, %5.1f µs of server CPU and %,6.0f bytes to disk for"
            + " each",
        executions,
        seconds,
        perSecond(),
        micros(),
        bytes());
  }
}
