package errand.server.cli;

import errand.server.console.Console;
import errand.server.wire.json.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
final class ConsoleCommand extends ConnectedCommand {
  @Option(names = "--json", description = "Print the link as a member of a JSON object.")
  private boolean json;

  @Override
  int run(Client client) {
    String path = client.send("POST", Console.LINK, client.credentials()).path("path").asString();
    String link = client.url() + path;
    PrintWriter out = out();
    out.println(json ? Json.text(Json.object().put("link", link)) : link);
    return Exit.OK;
  }
}
