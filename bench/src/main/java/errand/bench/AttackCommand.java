package errand.bench;

import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code errand bench attack}. */
@Command(
    name = "attack",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "What devices at work notice of an attack: the latency of their updates during it against",
      "before it, in turns. The attacker runs on this machine too, and so takes some of it."
    },
    footer = {
      "",
      "Example:",
      "  errand bench attack --rounds 5",
      "",
      "Exit code 1 when the p99 during an attack is --ratio-max times that before, or more."
    })
final class AttackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "10",
      description = "Devices at work (default: ${DEFAULT-VALUE}).")
  private int connections;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description =
          "Rounds before and during each attack; medians count (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "3",
      description = "Length of a round (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--ratio-max",
      paramLabel = "R",
      defaultValue = "3",
      description = "What the neighbours may notice (default: ${DEFAULT-VALUE}).")
  private double ratioMax;

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("errand-bench-");
    try (var errand =
        ErrandServer.launch(folder, List.of(), List.of("--handshakes-per-address", "50"))) {
      var things = IntStream.rangeClosed(1, connections).mapToObj("bench-%05d"::formatted).toList();
      var door = errand.ready();
      try (var operator = door.operator()) {
        operator.prepare(things);
      }
      try (var fleet = Fleet.connect(door.mqtt(), things, 1)) {
        fleet.once(Scenario.START_NEXT);
        fleet.run(Scenario.UPDATE, length().multipliedBy(2));
        boolean undisturbed = true;
        for (Attack attack : Attack.values()) {
          undisturbed &= measure(attack, fleet, errand.ports());
        }
        return undisturbed ? 0 : 1;
      }
    } finally {
      MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
    }
  }

  private Duration length() {
    return Duration.ofMillis(Math.round(seconds * 1e3));
  }

  private boolean measure(Attack attack, Fleet fleet, Attack.Ports ports) {
    var before = new ArrayList<Double>();
    var during = new ArrayList<Double>();
    for (int round = 0; round < rounds; round++) {
      before.add(p99Millis(fleet));
      during.add(under(attack, ports, fleet));
    }
    double ratio = median(during) / median(before);
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "%-10s p99 %7.2f ms before, %7.2f ms during, ratio %.2f"
            .formatted(attack, median(before), median(during), ratio));
    out.flush();
    return ratio < ratioMax;
  }

  private double under(Attack attack, Attack.Ports ports, Fleet fleet) {
    var goesOn = new AtomicBoolean(true);
    var attacker = Thread.ofPlatform().name("attacker").start(() -> attack(attack, ports, goesOn));
    try {
      return p99Millis(fleet);
    } finally {
      goesOn.set(false);
      join(attacker);
    }
  }

  private static void attack(Attack attack, Attack.Ports ports, AtomicBoolean goesOn) {
    while (goesOn.get()) {
      try {
        attack.run(ports, goesOn::get);
      } catch (IOException turnedAway) {
        Thread.onSpinWait(); // and begins anew, as attackers do
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private double p99Millis(Fleet fleet) {
    var none = new Usage(0, 0);
    return fleet.run(Scenario.UPDATE, length()).figures(none, none).p99Millis();
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip((values.size() - 1) / 2).findFirst().orElse(0.0);
  }
}
