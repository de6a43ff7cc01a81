package errand.server.cli;

import errand.server.wire.json.Json;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code errand jobs list}. */
@Command(
    name = "list",
    description = "List jobs, newest first: status, progress, what they wait for.",
    footer = {
      "",
      "Examples:",
      "  errand jobs list --data ./dev",
      "  errand jobs list --data ./dev --status in_progress",
      "  errand jobs list --data ./dev --json | jq -r 'select(.thingsByStatus.FAILED > 0).jobId'",
      "",
      "Exit codes: 0 fine, 1 the server refused, 3 no server is ready."
    })
final class JobsListCommand extends ServerCommand {
  private static final int PAGE = 100;
  private static final int BAR_CELLS = 20;

  @Option(names = "--status", paramLabel = "STATUS", description = "Only jobs that stand so.")
  private Optional<String> status = Optional.empty();

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "100",
      description = "At most so many (default: ${DEFAULT-VALUE}).")
  private int limit;

  @Override
  int run(Client client) {
    String filter =
        status.map(each -> "&status=" + Words.encoded(each.toUpperCase(Locale.ROOT))).orElse("");
    String token = "";
    int left = limit;
    do {
      String next = token.isEmpty() ? "" : "&nextToken=" + Words.encoded(token);
      int length = Math.min(PAGE, Math.max(1, left));
      JsonNode page = client.get("/_errand/jobs?maxResults=" + length + filter + next);
      page.path("jobs").values().forEach(this::print);
      left -= page.path("jobs").size();
      token = page.path("nextToken").asString("");
    } while (!token.isEmpty() && left > 0);
    return Exit.OK;
  }

  private void print(JsonNode job) {
    out().println(json() ? Json.text(job) : line(job));
  }

  private static String line(JsonNode job) {
    JsonNode counts = job.path("thingsByStatus");
    long all = 0;
    for (JsonNode each : counts.values()) {
      all += each.asLong();
    }
    long over = all - counts.path("QUEUED").asLong() - counts.path("IN_PROGRESS").asLong();
    int filled = all == 0 ? 0 : (int) (BAR_CELLS * over / all);
    String standing = job.path("paused").asBoolean() ? "paused" : job.path("status").asString("");
    return "%-32s  %-12s  [%s%s] %d/%d  %s"
        .formatted(
            job.path("jobId").asString(""),
            standing.toLowerCase(Locale.ROOT).replace('_', ' '),
            "#".repeat(filled),
            "-".repeat(BAR_CELLS - filled),
            over,
            all,
            Words.printable(job.path("waitingFor").path("message").asString("")))
        .stripTrailing();
  }
}
