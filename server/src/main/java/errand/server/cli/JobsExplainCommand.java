package errand.server.cli;

import errand.server.wire.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code errand jobs explain}. */
@Command(
    name = "explain",
    description = "Say what a job waits for, or what its execution on one thing waits for.",
    footer = {
      "",
      "Examples:",
      "  errand jobs explain firmware-2-1 --data ./dev",
      "  errand jobs explain firmware-2-1 pump-17 --data ./dev",
      "  errand jobs explain firmware-2-1 --data ./dev --json | jq -r .waitingFor.reason",
      "",
      "Exit codes: 0 it was said, 1 there is no such job or execution, 3 no server is ready."
    })
final class JobsExplainCommand extends ConnectedCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The job.")
  private String id = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "THING",
      description = "The thing; without one, the job as a whole.")
  private Optional<String> thing = Optional.empty();

  @Option(names = "--json", description = "Print status and waitingFor as JSON.")
  private boolean json;

  @Override
  int run(Client client) {
    JsonNode found = find(client);
    out().println(json ? Json.text(data(found)) : sentence(found));
    return Exit.OK;
  }

  private JsonNode find(Client client) {
    String job = "/jobs/" + Words.encoded(id);
    return thing.isPresent()
        ? client.get("/things/" + Words.encoded(thing.get()) + job).path("execution")
        : client.get(job).path("job");
  }

  private static ObjectNode data(JsonNode found) {
    ObjectNode node = Json.object().put("status", found.path("status").asString(""));
    if (found.has("waitingFor")) {
      node.set("waitingFor", found.path("waitingFor"));
    }
    return node;
  }

  private String sentence(JsonNode found) {
    String what = thing.map(name -> "Job " + id + " on " + name).orElseGet(() -> "Job " + id);
    String beginning = what + " is " + found.path("status").asString("");
    JsonNode waiting = found.path("waitingFor");
    return waiting.isMissingNode()
        ? beginning + " and waits for nothing."
        : beginning + ". " + waiting.path("message").asString("") + details(waiting);
  }

  private static String details(JsonNode waiting) {
    var text = new StringBuilder();
    at(waiting.path("until"))
        .ifPresent(at -> text.append(" It goes on at ").append(at).append('.'));
    at(waiting.path("since")).ifPresent(at -> text.append(" Last seen at ").append(at).append('.'));
    if (waiting.has("queued")) {
      text.append(" Queued: ")
          .append(waiting.path("queued").asLong(0))
          .append(", in progress: ")
          .append(waiting.path("inProgress").asLong(0))
          .append('.');
    }
    return text.toString();
  }

  private static Optional<Instant> at(JsonNode seconds) {
    return seconds.isNumber()
        ? Optional.of(
            Instant.ofEpochMilli(
                seconds.decimalValue().multiply(BigDecimal.valueOf(1000)).longValue()))
        : Optional.empty();
  }
}
