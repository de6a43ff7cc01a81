package errand.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import errand.server.mqtt.EmbeddedBroker;
import errand.server.mqtt.MqttLimits;
import errand.server.mqtt.MqttSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The process to compare with: Errand's own broker, and behind it nothing but an {@link EchoGate}.
 * Its one argument is the broker's folder. A line of input with an operation and a number fixes the
 * length of the answers to that operation; the end of the input ends the process.
 */
final class EchoServer {
  static final String READY = "Echo is serving on ";
  static final String FIXED = "Fixed ";

  private EchoServer() {}

  public static void main(String... arguments) throws IOException {
    var gate = new EchoGate();
    var settings =
        new MqttSettings(
            "127.0.0.1",
            OptionalInt.of(0),
            Optional.empty(),
            Path.of(arguments[0]),
            MqttSettings.Storage.FILE,
            MqttLimits.AWS);
    try (var broker = EmbeddedBroker.start(settings, gate);
        var input = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      System.out.println(READY + broker.plainPort().orElseThrow());
      for (var line = input.readLine(); line != null; line = input.readLine()) {
        var words = line.split(" ", 2);
        gate.length(words[0], Integer.parseInt(words[1]));
        System.out.println(FIXED + line);
      }
    }
    System.exit(0);
  }
}
