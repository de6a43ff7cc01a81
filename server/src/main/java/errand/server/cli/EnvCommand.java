package errand.server.cli;

import errand.server.http.Health;
import errand.server.identity.AccessKey;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code errand env}. */
@Command(
    name = "env",
    description = "Print shell exports for the server that runs on a data folder.",
    footer = {
      "",
      "Example:",
      "  eval \"$(errand env --data ./dev)\"; aws iot list-jobs",
      "",
      "Prints nothing and exits with 3 while no server is ready there."
    })
final class EnvCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Data folder of the running server.")
  private Path data = Path.of("");

  @Option(
      names = "--account",
      paramLabel = "DIGITS",
      description = "Whose key to print (default: the account of the data folder).")
  private Optional<String> account = Optional.empty();

  @Override
  public Integer call() {
    Optional<RunningFile> running =
        RunningFile.read(data).filter(each -> ready(each.url(), each.caFile()));
    if (running.isEmpty()) {
      System.err.println(
          "No server is ready on " + data + ". Start one: ./errand serve --data " + data);
      return Exit.NOT_RUNNING;
    }
    System.out.print(exports(running.get()));
    return Exit.OK;
  }

  static boolean ready(String url, Path caFile) {
    var request = HttpRequest.newBuilder(URI.create(url + Health.PATH)).timeout(PATIENCE).build();
    try (var http =
        HttpClient.newBuilder()
            .sslContext(Client.trusting(caFile))
            .connectTimeout(PATIENCE)
            .build()) {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notThere) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private String exports(RunningFile running) {
    AccessKey key = KeyFolder.usual(absoluteParent(running.keysFile()), account);
    var text = new StringBuilder();
    export(text, "AWS_ENDPOINT_URL", running.url());
    export(text, "AWS_REGION", running.region());
    export(text, "AWS_DEFAULT_REGION", running.region());
    export(text, "AWS_ACCESS_KEY_ID", key.id());
    export(text, "AWS_SECRET_ACCESS_KEY", key.secret());
    // A key pair of ours has no session; one left in the shell would be sent along.
    text.append("unset AWS_SESSION_TOKEN AWS_PROFILE\n");
    export(text, "AWS_CA_BUNDLE", running.caFile().toString());
    export(text, "IOT_CONTROL_URL", running.url());
    export(text, "IOT_JOBS_URL", running.url());
    export(text, "MQTT_HOST", running.host());
    export(text, "MQTT_PORT", text(running.mqttPort()));
    export(text, "MQTT_TLS_PORT", Integer.toString(running.mqttsPort()));
    export(text, "CA_FILE", running.caFile().toString());
    return text.toString();
  }

  static Path absoluteParent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalStateException("no folder holds " + file);
    }
    return parent;
  }

  private static String text(OptionalInt port) {
    return port.isPresent() ? Integer.toString(port.getAsInt()) : "";
  }

  private static void export(StringBuilder text, String name, String value) {
    text.append("export ")
        .append(name)
        .append("='")
        .append(value.replace("'", "'\\''"))
        .append("'\n");
  }
}
