package errand.server.conformance.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/** {@code errand serve --dev} as a process of its own, which can be killed without a warning. */
public final class ServerProcess implements AutoCloseable {
  private final Process process;
  private final Doors doors;
  private final Operator operator;

  private ServerProcess(Process process, Path data) {
    this.process = process;
    this.doors = doors(data);
    this.operator = new Operator(doors, InstantSource.system());
  }

  /**
   * Starts on a data folder, with more options; returns when the server serves. Its log goes to a
   * file beside it.
   */
  public static ServerProcess start(Path data, String... more) {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "errand.server.Main",
                "serve",
                "--data",
                data.toString(),
                "--dev",
                "--http-port=0",
                "--https-port=0",
                "--mqtt-port=0",
                "--mqtts-port=0"));
    command.addAll(List.of(more));
    var log = data.resolveSibling("server.log").toFile();
    try {
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log)).start();
      awaitWelcome(process.inputReader());
      return new ServerProcess(process, data);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void awaitWelcome(BufferedReader output) throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("Errand is serving")) {
        Thread.startVirtualThread(() -> output.lines().forEach(_ -> {}));
        return;
      }
    }
    throw new IOException("the server ended before it served");
  }

  private static Doors doors(Path data) {
    try {
      var running = JsonMapper.shared().readTree(Files.readString(data.resolve("running.json")));
      return new Doors(
          running.path("httpPort").asInt(),
          running.path("httpsPort").asInt(),
          running.path("mqttPort").asInt(),
          running.path("mqttsPort").asInt(),
          Path.of(running.path("caFile").asString()),
          Doors.keyIn(data));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Doors doors() {
    return doors;
  }

  public Operator operator() {
    return operator;
  }

  /** SIGKILL; returns when the process is gone. */
  public void kill() {
    process.destroyForcibly();
    Await.result(process.onExit());
  }

  /** SIGTERM; returns the exit code. */
  public int stop() {
    process.destroy();
    return Await.result(process.onExit()).exitValue();
  }

  @Override
  public void close() {
    operator.close();
    kill();
  }
}
