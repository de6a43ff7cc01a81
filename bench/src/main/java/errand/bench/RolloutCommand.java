package errand.bench;

import java.io.IOException;
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

/** {@code errand bench rollout}. */
@Command(
    name = "rollout",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "A job for a large fleet: rolled out, canceled, deleted, while devices report.",
      "A second server does the same with a small fleet, in turns, to tell what size costs.",
      "Rollouts go as fast as the server can: a manual clock passes the minutes."
    },
    footer = {
      "",
      "Examples:",
      "  errand bench rollout",
      "  errand bench rollout --things 1000000 --seconds 5",
      "      some ten minutes, and 3 GB of disk."
    })
final class RolloutCommand implements Callable<Integer> {
  private static final int CONNECTIONS_MAX = 10_000;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Workplace workplace = new Workplace();

  @Option(
      names = "--things",
      paramLabel = "N",
      defaultValue = "200000",
      description = "Things of the large fleet (default: ${DEFAULT-VALUE}).")
  private int things;

  @Option(
      names = "--fewer",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Things of the small fleet (default: ${DEFAULT-VALUE}).")
  private int fewer;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "100",
      description = "Devices that report, on each server (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "500",
      description = "Reports a second, of all devices together (default: ${DEFAULT-VALUE}).")
  private int perSecond;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "2",
      description = "Length of a round (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--shuffled",
      description = {
        "Give the things ids in random order, the worst case. Without this ids go up with names,",
        "as those of an import in name order do."
      })
  private boolean shuffled;

  @Option(
      names = "--server-options",
      split = " ",
      paramLabel = "FLAGS",
      defaultValue = "-Xmx512m",
      description = "More flags for both servers' JVMs, split at spaces (default: -Xmx512m).")
  private List<String> flags = new ArrayList<>();

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description =
          "Record the server of the large fleet with the JDK's flight recorder into this file.")
  private Optional<Path> profile = Optional.empty();

  @Override
  public Integer call() throws IOException {
    Workplace.require(
        spec,
        fewer >= Seed.FEW_THINGS && things >= fewer,
        "--fewer: 10 or more; --things: not less");
    Workplace.require(
        spec,
        connections >= 1 && connections <= Math.min(fewer, CONNECTIONS_MAX),
        "--connections: 1 to 10000, and not more than --fewer");
    Workplace.require(spec, perSecond >= 1, "--rate: 1 or more");
    Workplace.require(spec, seconds > 0, "--seconds: above 0");
    var out = spec.commandLine().getOut();
    var length = Duration.ofNanos(Math.round(seconds * 1e9));
    var order = shuffled ? Seed.Order.SHUFFLED : Seed.Order.IMPORTED;
    var plan = new Rollout.Plan(things, fewer, connections, perSecond, length, order);
    var special = profile.map(Profile::flags).orElse(List.of());
    workplace.use(out, folder -> new Rollout(plan, out).run(folder, flags, special));
    return 0;
  }
}
