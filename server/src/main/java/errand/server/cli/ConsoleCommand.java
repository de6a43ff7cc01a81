package errand.server.cli;

import errand.server.console.Console;
import errand.server.wire.json.Json;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code errand console}. */
@Command(
    name = "console",
    description = "Print a link that signs in to the web console once, within an hour.",
    footer = {
      "",
      "Examples:",
      "  errand console --data ./dev",
      "  xdg-open \"$(errand console --data ./dev)\"",
      "",
      "The link has the rights of the first key of the data folder; whoever has it has those"
          + " rights.",
      "",
      "Exit codes: 0 fine, 1 the server refused, 3 no server is ready."
    })
final class ConsoleCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Print the link as a member of a JSON object.")
  private boolean json;

  @Override
  public Integer call() {
    Optional<Client> ready = server.connect();
    if (ready.isEmpty()) {
      spec.commandLine().getErr().println(server.notReady());
      return Exit.NOT_RUNNING;
    }
    try (Client client = ready.get()) {
      String path = client.send("POST", Console.LINK, client.credentials()).path("path").asString();
      String link = client.url() + path;
      PrintWriter out = spec.commandLine().getOut();
      out.println(json ? Json.text(Json.object().put("link", link)) : link);
      return Exit.OK;
    }
  }
}
