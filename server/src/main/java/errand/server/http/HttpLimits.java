package errand.server.http;

import java.time.Duration;

/**
 * What one client may take.
 *
 * @param headBytesMax request line and headers together; 431 or 414 beyond
 * @param bodyBytesMax 413 beyond
 * @param headTimeout from the first byte (or from connecting, TLS handshake included) to the end of
 *     the headers; the connection is cut then
 * @param bodyTimeout from there to the end of the body; 408, or cut when nothing arrives at all
 * @param answerTimeout from the finished answer to its last byte taken by the client; cut then
 * @param idleTimeout without any byte either way while no handler runs
 * @param connectionsMax per listener; more wait in the system's queue
 * @param bigBodiesMax bodies of more than 16 KiB that are read or worked on at a time; 503 beyond
 * @param bigBodiesPerAddressMax the same from one address
 */
public record HttpLimits(
    int headBytesMax,
    int bodyBytesMax,
    Duration headTimeout,
    Duration bodyTimeout,
    Duration answerTimeout,
    Duration idleTimeout,
    int connectionsMax,
    int bigBodiesMax,
    int bigBodiesPerAddressMax) {
  /** Limits for ordinary use. */
  public static final HttpLimits USUAL =
      new HttpLimits(
          16 * 1024,
          1024 * 1024,
          Duration.ofSeconds(15),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          Duration.ofSeconds(60),
          20_000,
          64,
          16);

  /** With the usual number of big bodies. */
  public HttpLimits(
      int headBytesMax,
      int bodyBytesMax,
      Duration headTimeout,
      Duration bodyTimeout,
      Duration answerTimeout,
      Duration idleTimeout,
      int connectionsMax) {
    this(
        headBytesMax,
        bodyBytesMax,
        headTimeout,
        bodyTimeout,
        answerTimeout,
        idleTimeout,
        connectionsMax,
        64,
        16);
  }

  public HttpLimits {
    if (headBytesMax < 1024
        || bodyBytesMax < 0
        || connectionsMax < 1
        || bigBodiesMax < 1
        || bigBodiesPerAddressMax < 1) {
      throw new IllegalArgumentException("a limit nobody could keep to");
    }
    for (var each : new Duration[] {headTimeout, bodyTimeout, answerTimeout, idleTimeout}) {
      if (!each.isPositive()) {
        throw new IllegalArgumentException("a timeout that is not positive: " + each);
      }
    }
  }
}
