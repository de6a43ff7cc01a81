package errand.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code errand audit list}. */
@Command(
    name = "list",
    description = "Print the newest entries of the record, one a line.",
    footer = {
      "",
      "Examples:",
      "  errand audit list --data ./dev",
      "  errand audit list --data ./dev --resource thing/pump-17 --last 100",
      "  errand audit list --data ./dev --outcome REFUSED --from 2027-01-31T08:00:00Z",
      "",
      "Exit codes: 0 fine, 1 refused, 3 no server is ready."
    })
final class AuditListCommand extends ConnectedCommand {
  @Mixin private AuditFilter filter = new AuditFilter();

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "50",
      description = "Entries, at most (default: ${DEFAULT-VALUE}).")
  private int last;

  private int printed;

  @Override
  int run(Client client) throws IOException {
    PrintWriter out = out();
    filter
        .pages(client, false)
        .each(
            entry -> {
              if (printed < last) {
                out.println(Words.printable(line(entry)));
                printed++;
              }
              return printed < last;
            });
    return Exit.OK;
  }

  private static String line(JsonNode entry) {
    String resources =
        entry.path("resources").values().stream()
            .map(JsonNode::asString)
            .collect(Collectors.joining(" "));
    String code = entry.has("code") ? " (" + entry.path("code").asString() + ")" : "";
    String times = entry.path("times").asLong(1) > 1 ? " x" + entry.path("times").asLong(1) : "";
    return "%s  %s %s  %s %s  %s%s%s"
        .formatted(
            entry.path("at").asString(),
            entry.path("actor").path("kind").asString(),
            entry.path("actor").path("id").asString() + at(entry),
            entry.path("action").asString(),
            resources,
            entry.path("outcome").asString(),
            code,
            times);
  }

  private static String at(JsonNode entry) {
    String address = entry.path("actor").path("address").asString("");
    return address.isEmpty() ? "" : "@" + address;
  }
}
