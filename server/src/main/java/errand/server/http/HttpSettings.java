package errand.server.http;

import errand.server.line.Admission;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where to listen and within what limits.
 *
 * @param plain without TLS, meant for loopback; port 0 takes a free one
 * @param tls with TLS 1.2 or 1.3
 * @param admission who may connect
 */
public record HttpSettings(
    Optional<InetSocketAddress> plain,
    Optional<TlsListener> tls,
    HttpLimits limits,
    Admission admission) {

  /** Everybody may connect as often as they like. */
  public HttpSettings(
      Optional<InetSocketAddress> plain, Optional<TlsListener> tls, HttpLimits limits) {
    this(plain, tls, limits, Admission.unlimited());
  }

  /** The addresses, for messages. */
  List<InetSocketAddress> addresses() {
    return Stream.concat(
            plain.stream(),
            tls.stream()
                .flatMap(each -> Stream.concat(Stream.of(each.address()), each.also().stream())))
        .toList();
  }
}
