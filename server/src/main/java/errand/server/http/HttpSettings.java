package errand.server.http;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where to listen and within what limits.
 *
 * @param plain without TLS, meant for loopback; port 0 takes a free one
 * @param tls with TLS 1.2 or 1.3
 */
public record HttpSettings(
    Optional<InetSocketAddress> plain, Optional<TlsListener> tls, HttpLimits limits) {

  /** The addresses, for messages. */
  List<InetSocketAddress> addresses() {
    return Stream.concat(
            plain.stream(),
            tls.stream()
                .flatMap(each -> Stream.concat(Stream.of(each.address()), each.also().stream())))
        .toList();
  }
}
