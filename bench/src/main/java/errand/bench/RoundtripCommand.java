package errand.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code errand bench roundtrip}. */
@Command(
    name = "roundtrip",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "Requests over MQTT or HTTPS and their answers, on Errand and on a bare echo: the same"
          + " broker,",
      "or the same HTTPS listener, that answers at once.",
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
  @Mixin private Workplace workplace = new Workplace();

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
      names = "--https",
      description =
          "Over HTTPS with a client certificate; the default is MQTT. One request is under way on"
              + " each connection.")
  private boolean https;

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
    Workplace.require(
        spec, connections >= 1 && connections <= CONNECTIONS_MAX, "--connections: 1 to 10000");
    Workplace.require(spec, window >= 1 && window <= WINDOW_MAX, "--window: 1 to 50");
    Workplace.require(spec, window == 1 || !https, "--window: only over MQTT");
    Workplace.require(spec, rounds >= 1, "--rounds: 1 or more");
    Workplace.require(spec, seconds > 0 && warmUp >= 0, "--seconds and --warm-up: not below 0");
    var out = spec.commandLine().getOut();
    workplace.use(
        out,
        folder -> {
          var roundtrip = new Roundtrip(plan(), out);
          var special = profile.map(Profile::flags).orElse(List.of());
          roundtrip.run(folder, flags, special);
          profile.ifPresent(file -> print(file, roundtrip.measured(), out));
        });
    return 0;
  }

  private Roundtrip.Plan plan() {
    return new Roundtrip.Plan(
        scenarios, https, connections, window, duration(warmUp), duration(seconds), rounds);
  }

  private static Duration duration(double seconds) {
    return Duration.ofNanos(Math.round(seconds * 1e9));
  }

  private static void print(Path file, List<Roundtrip.Span> spans, PrintWriter out) {
    out.println(Profile.read(file, spans).text());
    out.flush();
  }
}
