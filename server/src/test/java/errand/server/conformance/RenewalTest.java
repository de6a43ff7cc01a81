package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.RunningServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** A server that runs for more than a year shows a certificate that is good all the time. */
final class RenewalTest {
  private static final Duration LIFE = Duration.ofDays(397);
  private static final Duration RENEWED_BEFORE_ITS_END = Duration.ofDays(30);

  @Test
  void a_running_server_shows_a_new_certificate_thirty_days_before_the_old_one_ends() {
    var begin = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    var clock = MovableClock.at(begin.getEpochSecond());
    try (var server = RunningServer.start(clock)) {
      var first = shown(server, server.doors().https(), begin);
      var due = begin.plus(LIFE).minus(RENEWED_BEFORE_ITS_END);

      clock.set(due.getEpochSecond());

      var second =
          Await.answer(
              () -> shown(server, server.doors().https(), due), each -> !each.equals(first));
      assertThat(second.getNotAfter().toInstant()).isEqualTo(due.plus(LIFE));
      assertThat(shown(server, server.doors().mqtts(), due)).isEqualTo(second);
    }
  }

  /** What the server shows at that port to a client that trusts its authority. */
  private static X509Certificate shown(RunningServer server, int port, Instant at) {
    var context = DeviceKeys.contextWithoutKeys(server.doors().ca(), at);
    try (var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.startHandshake();
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
