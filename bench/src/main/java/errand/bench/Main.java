package errand.bench;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code errand bench}: all measurements. */
public final class Main {
  private static final int FAILED = 1;

  private Main() {}

  @Command(
      name = "bench",
      synopsisSubcommandLabel = "COMMAND",
      description = "Measure Errand on this machine.",
      mixinStandardHelpOptions = true,
      subcommands = {
        RoundtripCommand.class,
        RolloutCommand.class,
        ListsCommand.class,
        AttackCommand.class,
        DownloadsCommand.class
      },
      footer = {"", "What the figures mean and what they were: docs/performance.md"})
  private static final class Root {}

  public static void main(String... arguments) {
    System.exit(run(writer(System.out), writer(System.err), arguments));
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Runs one command line; the exit code is the result. */
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    var line = new CommandLine(new Root()).setOut(out).setErr(err);
    line.setExecutionExceptionHandler(
        (failure, command, _) -> {
          command.getErr().println("errand bench: " + failure);
          return FAILED;
        });
    if (arguments.length == 0) {
      line.usage(out);
      return 0;
    }
    return line.execute(arguments);
  }
}
