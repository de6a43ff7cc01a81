package errand.bench;

import errand.server.identity.AccessKeys;
import errand.server.wire.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Errand as its operator starts it, in development mode, in a process of its own. */
record ErrandServer(ServerProcess process, Path data) implements AutoCloseable {
  private static final List<String> PORTS =
      List.of("--http-port", "0", "--https-port", "0", "--mqtt-port", "0", "--mqtts-port", "0");

  /** Where it serves, as it tells other commands. */
  record Ready(InetSocketAddress mqtt, InetSocketAddress https, Operator operator) {}

  /**
   * Launches it; wait for it to be {@link #ready}.
   *
   * @param folder an empty folder for its data and its log
   * @param flags more flags for its JVM
   */
  static ErrandServer launch(Path folder, List<String> flags) {
    return launch(folder, flags, List.of());
  }

  /**
   * The same with more options for the server itself.
   *
   * @param folder its folder {@link #data} may be filled already
   */
  static ErrandServer launch(Path folder, List<String> flags, List<String> options) {
    var data = data(folder);
    var arguments = new ArrayList<>(List.of("serve", "--dev", "--data", data.toString()));
    arguments.addAll(PORTS);
    arguments.addAll(options);
    var log = folder.resolve("errand.log");
    var process = ServerProcess.start(errand.server.Main.class, arguments, log, flags);
    return new ErrandServer(process, data);
  }

  /** Where the server launched in that folder keeps its data. */
  static Path data(Path folder) {
    return folder.resolve("errand");
  }

  /** Waits until it serves, once. */
  Ready ready() {
    process.await("Errand is serving");
    var running = running();
    var keys = AccessKeys.open(data.resolve("identity"), "", InstantSource.system());
    var url = URI.create("http://127.0.0.1:" + running.path("httpPort").asInt());
    return new Ready(
        here(running.path("mqttPort").asInt()),
        here(running.path("httpsPort").asInt()),
        new Operator(url, keys.first(), running.path("region").asString()));
  }

  private static InetSocketAddress here(int port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** The doors that strangers find. */
  Attack.Ports ports() {
    var running = running();
    return new Attack.Ports(
        running.path("httpPort").asInt(),
        running.path("httpsPort").asInt(),
        running.path("mqttsPort").asInt());
  }

  private JsonNode running() {
    try {
      var text = Files.readString(data.resolve("running.json"));
      return Json.parse(text).orElseThrow();
    } catch (IOException failure) {
      throw new UncheckedIOException("the server does not tell where it listens", failure);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
