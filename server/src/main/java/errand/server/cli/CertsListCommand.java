package errand.server.cli;

import errand.server.wire.json.Json;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code errand certs list}. */
@Command(
    name = "list",
    description = "List certificates, newest first: id, standing, end of validity.",
    footer = {
      "",
      "Examples:",
      "  errand certs list --data ./dev",
      "  errand certs list pump-1 --data ./dev      those attached to one thing",
      "  errand certs list --data ./dev --json | jq -r 'select(.status =="
          + " \"ACTIVE\").certificateId'",
      "",
      "Exit codes: 0 fine, 1 the server refused, 3 no server is ready."
    })
final class CertsListCommand extends ConnectedCommand {
  private static final int PAGE = 100;

  @Parameters(arity = "0..1", paramLabel = "THING", description = "Only those of this thing.")
  private Optional<String> thing = Optional.empty();

  @Option(names = "--json", description = "Print them as JSON, one object a line.")
  private boolean json;

  @Override
  int run(Client client) {
    if (thing.isPresent()) {
      ofThing(client, thing.get());
    } else {
      all(client);
    }
    return Exit.OK;
  }

  private void ofThing(Client client, String name) {
    JsonNode found = client.get("/things/" + Words.encoded(name) + "/principals");
    found.path("principals").values().forEach(arn -> print(client, idOf(arn.asString())));
  }

  private static String idOf(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  private void all(Client client) {
    String marker = "";
    do {
      String next = marker.isEmpty() ? "" : "&marker=" + Words.encoded(marker);
      JsonNode page = client.get("/certificates?pageSize=" + PAGE + next);
      page.path("certificates")
          .values()
          .forEach(each -> print(client, each.path("certificateId").asString()));
      marker = page.path("nextMarker").asString("");
    } while (!marker.isEmpty());
  }

  private void print(Client client, String id) {
    JsonNode found = client.get("/certificates/" + id).path("certificateDescription");
    PrintWriter out = out();
    String until =
        Instant.ofEpochSecond(found.path("validity").path("notAfter").asLong()).toString();
    String status = found.path("status").asString();
    out.println(
        json
            ? Json.text(
                Json.object().put("certificateId", id).put("status", status).put("notAfter", until))
            : id + "  %-9s  until %s".formatted(status, until));
  }
}
