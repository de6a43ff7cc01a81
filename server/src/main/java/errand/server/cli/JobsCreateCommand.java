package errand.server.cli;

import errand.server.wire.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code errand jobs create}. */
@Command(
    name = "create",
    description = "Create a job, or say what it would do.",
    footer = {
      "",
      "Examples:",
      "  errand jobs create blink --data ./dev --thing pump-1 --document '{\"op\":\"blink\"}'",
      "  errand jobs create fw-2-1 --data ./dev --group pumps --document @fw.json --rate 50"
          + " --dry-run",
      "      says how many things would get it and when; creates nothing.",
      "  errand jobs create fw-2-1 --data ./dev --group pumps --document @fw.json --rate 50 && \\",
      "      errand jobs watch fw-2-1 --data ./dev",
      "",
      "Exit codes: 0 fine, 1 the server refused, 2 wrong usage, 3 no server is ready."
    })
final class JobsCreateCommand extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The job's id.")
  private String id = "";

  @Option(names = "--thing", paramLabel = "NAME", description = "A thing to get it; repeatable.")
  private List<String> things = List.of();

  @Option(names = "--group", paramLabel = "NAME", description = "A group to get it; repeatable.")
  private List<String> groups = List.of();

  @Option(
      names = "--document",
      required = true,
      paramLabel = "JSON|@FILE",
      description = "What devices get: JSON, or a file with it.")
  private String document = "";

  @Option(names = "--description", paramLabel = "TEXT", description = "What it is for.")
  private Optional<String> description = Optional.empty();

  @Option(names = "--rate", paramLabel = "N", description = "Things each minute, at most.")
  private Optional<Integer> rate = Optional.empty();

  @Option(names = "--timeout", paramLabel = "MINUTES", description = "From a thing's start on.")
  private Optional<Integer> timeout = Optional.empty();

  @Option(
      names = "--abort-percent",
      paramLabel = "N",
      description = "Cancel it when so many of a hundred fail, once ten are over.")
  private Optional<Integer> abort = Optional.empty();

  @Option(names = "--continuous", description = "Also for things that join the groups later.")
  private boolean continuous;

  @Option(names = "--dry-run", description = "Say what it would do, and create nothing.")
  private boolean dry;

  @Override
  int run(Client client) {
    if (things.isEmpty() && groups.isEmpty()) {
      throw wrong("Say who gets it: --thing or --group.");
    }
    ObjectNode body = body(client);
    if (dry) {
      JsonNode plan = client.send("PUT", "/_errand/jobs/" + Words.encoded(id) + "/plan", body);
      out().println(json() ? Json.text(plan) : planned(plan));
    } else {
      JsonNode made = client.send("PUT", "/jobs/" + Words.encoded(id), body);
      out().println(json() ? Json.text(made) : "Created " + made.path("jobArn").asString(""));
    }
    return Exit.OK;
  }

  private ObjectNode body(Client client) {
    ObjectNode body = Json.object().put("document", text());
    ArrayNode targets = body.putArray("targets");
    arns(client, "/things/", things, "thingArn").forEach(targets::add);
    arns(client, "/thing-groups/", groups, "thingGroupArn").forEach(targets::add);
    body.put("targetSelection", continuous ? "CONTINUOUS" : "SNAPSHOT");
    description.ifPresent(words -> body.put("description", words));
    rate.ifPresent(
        each -> body.putObject("jobExecutionsRolloutConfig").put("maximumPerMinute", each));
    timeout.ifPresent(
        each -> body.putObject("timeoutConfig").put("inProgressTimeoutInMinutes", each));
    abort.ifPresent(
        each ->
            body.putObject("abortConfig")
                .putArray("criteriaList")
                .addObject()
                .put("failureType", "ALL")
                .put("action", "CANCEL")
                .put("thresholdPercentage", each)
                .put("minNumberOfExecutedThings", 10));
    return body;
  }

  // Asked for, so that the region and account in it are the server's own.
  private static List<String> arns(Client client, String path, List<String> names, String member) {
    var arns = new ArrayList<String>();
    for (String name : names) {
      arns.add(client.get(path + Words.encoded(name)).path(member).asString(""));
    }
    return arns;
  }

  private String text() {
    if (!document.startsWith("@")) {
      return document;
    }
    Path file = Path.of(document.substring(1));
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read the document in " + file, failure);
    }
  }

  private static String planned(JsonNode plan) {
    var text = new StringBuilder();
    text.append(plan.path("numberOfThings").asLong()).append(" things would get it");
    JsonNode minutes = plan.path("minutes");
    if (minutes.size() > 0) {
      text.append(", the first at ").append(instant(minutes.get(0).path("startsAt")));
      if (plan.has("lastPlacedAt")) {
        text.append(", the last at ").append(instant(plan.path("lastPlacedAt")));
      }
    }
    text.append('.');
    if (!plan.path("complete").asBoolean()) {
      text.append(" Not all of them: its end, or a week of minutes, comes first.");
    }
    return text.toString();
  }

  private static String instant(JsonNode seconds) {
    return Instant.ofEpochSecond(seconds.asLong()).toString();
  }
}
