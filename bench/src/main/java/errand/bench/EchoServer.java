package errand.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import errand.server.http.HttpAnswer;
import errand.server.http.HttpLimits;
import errand.server.http.HttpListeners;
import errand.server.http.HttpSettings;
import errand.server.http.TlsListener;
import errand.server.identity.AuthoritySettings;
import errand.server.identity.LocalAuthority;
import errand.server.mqtt.EmbeddedBroker;
import errand.server.mqtt.MqttLimits;
import errand.server.mqtt.MqttSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The process to compare with: Errand's own broker and its own HTTPS listener, and behind them
 * nothing but an {@link EchoGate} and a handler that answers every request with a body of one
 * length. Its one argument is a folder. A line of input with an operation and a number fixes the
 * length of the answers, over MQTT to that operation and over HTTPS to all; the end of the input
 * ends the process.
 */
final class EchoServer {
  static final String READY = "Echo is serving on ";
  static final String FIXED = "Fixed ";

  private static final int OK = 200;

  private static volatile byte[] body = blank(0);

  private EchoServer() {}

  public static void main(String... arguments) throws IOException {
    var folder = Path.of(arguments[0]);
    var gate = new EchoGate();
    var settings =
        new MqttSettings(
            "127.0.0.1",
            OptionalInt.of(0),
            Optional.empty(),
            folder.resolve("mqtt"),
            MqttSettings.Storage.FILE,
            MqttLimits.AWS);
    var identity = new AuthoritySettings(folder.resolve("identity"), List.of());
    try (var authority = LocalAuthority.open(identity, InstantSource.system());
        var broker = EmbeddedBroker.start(settings, gate);
        var https = https(authority);
        var input = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      System.out.println(READY + broker.plainPort().orElseThrow() + " " + https.httpsPort());
      for (var line = input.readLine(); line != null; line = input.readLine()) {
        var words = line.split(" ", 2);
        gate.length(words[0], Integer.parseInt(words[1]));
        body = blank(Integer.parseInt(words[1]));
        System.out.println(FIXED + line);
      }
    }
    System.exit(0);
  }

  private static HttpListeners https(LocalAuthority authority) {
    var door = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var tls = new TlsListener(door, authority.sslContext());
    var settings = new HttpSettings(Optional.empty(), Optional.of(tls), HttpLimits.USUAL);
    return HttpListeners.start(settings, _ -> HttpAnswer.json(OK, body));
  }

  private static byte[] blank(int length) {
    var blank = new byte[length];
    Arrays.fill(blank, (byte) ' ');
    return blank;
  }
}
