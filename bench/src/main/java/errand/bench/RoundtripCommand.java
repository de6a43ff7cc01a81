package errand.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code errand bench roundtrip}. */
@Command(
    name = "roundtrip",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Requests over MQTT and their answers, on Errand and on a bare echo on the same broker.",
      "Each server runs in a process of its own; rounds on one and on the other take turns."
    },
    footer = {
      "",
      "Examples:",
      "  errand bench roundtrip",
      "      durable updates on 100 connections; takes a minute and a half.",
      "  errand bench roundtrip --scenario update,get,describe,describe-next --rounds 5",
      "  errand bench roundtrip --profile errand.jfr",
      "      also tells where Errand's CPU time goes."
    })
final class RoundtripCommand implements Callable<Integer> {
  /** More would outrun the broker's own window, which is 50. */
  private static final int WINDOW_MAX = 50;

  private static final int CONNECTIONS_MAX = 10_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--scenario",
      split = ",",
      converter = ScenarioName.class,
      paramLabel = "NAME",
      defaultValue = "update",
      description =
          "What to ask, one or more: update, get, describe, describe-next, start-next (default:"
              + " ${DEFAULT-VALUE}).")
  private List<Scenario> scenarios = List.of();

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "100",
      description = "Connections to each server, one thing each (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--window",
      paramLabel = "N",
      defaultValue = "1",
      description = "Requests under way on each connection, 1 to 50 (default: ${DEFAULT-VALUE}).")
  private int window;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "7",
      description = "Rounds on each server (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "3",
      description = "Length of a round on one server (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "15",
      description = "Load on each server before the first round (default: ${DEFAULT-VALUE}).")
  private double warmUp;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Where to make the servers' folder, which is deleted afterwards. Its disk matters"
              + " (default: the system's folder for temporary files).")
  private Optional<Path> parent = Optional.empty();

  @Option(
      names = "--server-options",
      split = " ",
      paramLabel = "FLAGS",
      description = "More flags for both servers' JVMs, split at spaces.")
  private List<String> flags = new ArrayList<>();

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description =
          "Record Errand with the JDK's flight recorder into this file and print where its CPU time"
              + " goes. It costs Errand some of its speed.")
  private Optional<Path> profile = Optional.empty();

  @Override
  public Integer call() throws IOException {
    require(connections >= 1 && connections <= CONNECTIONS_MAX, "--connections: 1 to 10000");
    require(window >= 1 && window <= WINDOW_MAX, "--window: 1 to 50");
    require(rounds >= 1, "--rounds: 1 or more");
    require(seconds > 0 && warmUp >= 0, "--seconds and --warm-up: not below 0");
    var out = spec.commandLine().getOut();
    var folder = folder();
    try {
      out.println(machine(Files.getFileStore(folder)));
      var roundtrip = new Roundtrip(plan(), out);
      var special = profile.map(Profile::flags).orElse(List.of());
      roundtrip.run(folder, flags, special);
      profile.ifPresent(file -> print(file, roundtrip.measured(), out));
      return 0;
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private void require(boolean right, String rule) {
    if (!right) {
      throw new ParameterException(spec.commandLine(), rule);
    }
  }

  private Roundtrip.Plan plan() {
    return new Roundtrip.Plan(
        scenarios, connections, window, duration(warmUp), duration(seconds), rounds);
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private Path folder() throws IOException {
    return parent.isPresent()
        ? Files.createTempDirectory(parent.get(), "errand-bench-")
        : Files.createTempDirectory("errand-bench-");
  }

  private static String machine(FileStore disk) {
    return "%d cores, %s %s, Java %s, data on %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            Runtime.version(),
            disk.type());
  }

  private static void print(Path file, List<Roundtrip.Span> spans, PrintWriter out) {
    out.println(Profile.read(file, spans).text());
    out.flush();
  }
}
