package errand.bench;

/**
 * What one round on one server came to.
 *
 * @param perSecond answered requests a second
 * @param p50Millis time from sending a request to reading its answer, half were faster
 * @param p99Millis the same, 99 of 100 were faster
 * @param serverMicros CPU time of the server's process for one request
 * @param serverCores cores that the server's process kept busy
 * @param driverCores cores that the load generator kept busy
 * @param bytesWritten bytes that the server's process gave to the disk for one request; 0 where the
 *     system does not tell
 */
record Figures(
    double perSecond,
    double p50Millis,
    double p99Millis,
    double serverMicros,
    double serverCores,
    double driverCores,
    double bytesWritten) {}
