package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.Config;
import errand.server.Server;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server that nobody configured lets others see. */
final class SecureDefaultsTest {
  @TempDir private Path folder = Path.of("");

  private static Optional<InetAddress> elsewhere() throws IOException {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
        .findFirst();
  }

  private static boolean reachable(InetAddress address, int port) throws IOException {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 2000);
      return true;
    } catch (ConnectException refused) {
      return false;
    }
  }

  private Server start(boolean dev) {
    var config = Config.loopback(folder.resolve("data"), dev, Config.Ports.ANY);
    return Server.start(config, Clock.systemUTC());
  }

  @Test
  void there_is_no_door_without_tls_unless_developing() {
    try (var server = start(false)) {
      assertThat(server.httpPort()).isEmpty();
      assertThat(server.mqttPort()).isEmpty();
    }
  }

  @Test
  void every_door_is_on_loopback_alone() throws IOException {
    try (var server = start(true)) {
      var ports =
          List.of(
              server.httpPort().orElseThrow(),
              server.mqttPort().orElseThrow(),
              server.httpsPort(),
              server.mqttsPort());
      Optional<InetAddress> outside = elsewhere();
      for (int port : ports) {
        assertThat(reachable(InetAddress.ofLiteral("127.0.0.1"), port)).isTrue();
        if (outside.isPresent()) {
          assertThat(reachable(outside.get(), port)).isFalse();
        }
      }
    }
  }

  @Test
  void the_owner_alone_can_read_what_is_kept() throws IOException {
    try (var server = start(false)) {
      Path data = server.config().data();
      assertThat(modes(data)).isEqualTo("rwx------");
      try (var files = Files.list(data.resolve("identity"))) {
        assertThat(files)
            .isNotEmpty()
            .allSatisfy(each -> assertThat(modes(each)).isEqualTo("rw-------"));
      }
    }
  }

  private static String modes(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
