package errand.server.cli;

import errand.server.wire.json.Json;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code errand jobs watch}. */
@Command(
    name = "watch",
    description =
        "Show a rollout as it goes, until the job is over. Ctrl-C ends the watching only.",
    footer = {
      "",
      "Examples:",
      "  errand jobs watch firmware-2-1 --data ./dev",
      "  errand jobs watch firmware-2-1 --data ./dev --json | jq .jobProcessDetails",
      "      one object a line, whenever something has changed.",
      "",
      "Exit codes: 0 the job is COMPLETED, 1 it ended otherwise or is not there, 3 no server is"
          + " ready."
    })
final class JobsWatchCommand extends ConnectedCommand {
  private static final List<String> OVER = List.of("COMPLETED", "CANCELED", "DELETION_IN_PROGRESS");
  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  @Parameters(paramLabel = "ID", description = "The job.")
  private String id = "";

  @Option(names = "--json", description = "Print status and counts as JSON, one object a line.")
  private boolean json;

  @Override
  int run(Client client) throws InterruptedException {
    String status = watch(client);
    return status.equals("COMPLETED") ? Exit.OK : Exit.FAILED;
  }

  private String watch(Client client) throws InterruptedException {
    var view = new RolloutView(out(), Words.terminal(), 0);
    String shown = "";
    while (true) {
      JsonNode job = client.get("/jobs/" + Words.encoded(id)).path("job");
      String status = job.path("status").asString("");
      String line = Json.text(line(job, status));
      if (!json) {
        view.show(job.path("jobProcessDetails"));
      } else if (!line.equals(shown)) {
        shown = line;
        out().println(line);
        out().flush();
      }
      if (OVER.contains(status)) {
        end(view, job, status);
        return status;
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  private void end(RolloutView view, JsonNode job, String status) {
    if (!json) {
      view.end();
      out().println("Job " + job.path("jobId").asString("") + " is " + status + ".");
    }
  }

  private static ObjectNode line(JsonNode job, String status) {
    ObjectNode line =
        Json.object().put("jobId", job.path("jobId").asString("")).put("status", status);
    line.set("jobProcessDetails", job.path("jobProcessDetails").deepCopy());
    if (job.has("waitingFor")) {
      line.set("waitingFor", job.path("waitingFor"));
    }
    return line;
  }
}
