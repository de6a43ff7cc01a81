package errand.server.cli;

import errand.server.wire.json.Json;
import java.util.Optional;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code errand things list}. */
@Command(
    name = "list",
    description =
        "List things, all or those that answer to a query: connected or not, type, groups.",
    footer = {
      "",
      "Examples:",
      "  errand things list --data ./dev",
      "  errand things list 'thingGroupNames:pumps AND connectivity.connected:false' --data ./dev",
      "  errand things list 'attributes.site:7' --data ./dev --json | jq -r .thingName",
      "",
      "Exit codes: 0 fine, 1 the server refused, 3 no server is ready."
    })
final class ThingsListCommand extends ServerCommand {
  private static final int PAGE = 100;

  @Parameters(arity = "0..1", paramLabel = "QUERY", description = "In the query language.")
  private Optional<String> query = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  int run(Client client) {
    String token = "";
    int left = limit;
    do {
      ObjectNode body = Json.object().put("queryString", query.orElse("*"));
      body.put("maxResults", Math.min(PAGE, Math.max(1, left)));
      if (!token.isEmpty()) {
        body.put("nextToken", token);
      }
      JsonNode page = client.send("POST", "/indices/search", body);
      page.path("things").values().forEach(this::print);
      left -= page.path("things").size();
      token = page.path("nextToken").asString("");
    } while (!token.isEmpty() && left > 0);
    return Exit.OK;
  }

  private void print(JsonNode thing) {
    out().println(json() ? Json.text(thing) : line(thing));
  }

  private static String line(JsonNode thing) {
    var groups = new StringJoiner(", ");
    thing.path("thingGroupNames").values().forEach(each -> groups.add(each.asString("")));
    boolean connected = thing.path("connectivity").path("connected").asBoolean();
    return "%-40s  %-9s  %-20s  %s"
        .formatted(
            Words.printable(thing.path("thingName").asString("")),
            connected ? "connected" : "-",
            thing.path("thingTypeName").asString("-"),
            groups)
        .stripTrailing();
  }
}
