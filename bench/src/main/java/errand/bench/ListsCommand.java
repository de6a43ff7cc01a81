package errand.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code errand bench lists}. */
@Command(
    name = "lists",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    description = {
      "What the control plane costs on a large fleet: creating a job for a large group, far pages"
          + " of lists,",
      "searches, and dynamic groups."
    },
    footer = {"", "Examples:", "  errand bench lists", "  errand bench lists --things 1000000"})
final class ListsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private Workplace workplace = new Workplace();

  @Option(
      names = "--things",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Things of the fleet (default: ${DEFAULT-VALUE}).")
  private int things;

  @Option(
      names = "--page",
      paramLabel = "N",
      defaultValue = "1000",
      description = "The far page, of 10 entries (default: ${DEFAULT-VALUE}).")
  private int page;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds of each comparison (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--requests",
      paramLabel = "N",
      defaultValue = "100",
      description = "Requests of each kind in a round (default: ${DEFAULT-VALUE}).")
  private int requests;

  @Option(
      names = "--server-options",
      split = " ",
      paramLabel = "FLAGS",
      defaultValue = "-Xmx512m",
      description = "More flags for the server's JVM, split at spaces (default: ${DEFAULT-VALUE}).")
  private List<String> flags = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Workplace.require(spec, page >= 2, "--page: 2 or more");
    // A type of which there is one thing in ten less must fill as many pages too.
    Workplace.require(
        spec, things >= 2 * Listing.PAGE * page, "--things: two pages' worth for each --page");
    Workplace.require(spec, rounds >= 1 && requests >= 1, "--rounds and --requests: 1 or more");
    var out = spec.commandLine().getOut();
    var plan = new Lists.Plan(things, page, rounds, requests);
    workplace.use(out, folder -> new Lists(plan, out).run(folder, flags));
    return 0;
  }
}
