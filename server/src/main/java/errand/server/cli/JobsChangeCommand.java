package errand.server.cli;

import errand.server.wire.json.Json;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** What changes a job that is there. */
abstract class JobsChangeCommand extends ServerCommand {
  @Parameters(paramLabel = "ID", description = "The job.")
  private String id = "";

  private final String done;

  private JobsChangeCommand(String done) {
    this.done = done;
  }

  abstract void change(Client client, String job);

  @Override
  final int run(Client client) {
    change(client, Words.encoded(id));
    out()
        .println(
            json()
                ? Json.text(Json.object().put("jobId", id).put("done", done))
                : "Job " + Words.printable(id) + " is " + done + ".");
    return Exit.OK;
  }

  /** {@code errand jobs pause}. */
  @Command(
      name = "pause",
      description = "Stop a rollout for now: what things have already goes on.",
      footer = {"", "Example:", "  errand jobs pause firmware-2-1 --data ./dev"})
  static final class Pause extends JobsChangeCommand {
    Pause() {
      super("paused");
    }

    @Override
    void change(Client client, String job) {
      client.send("PUT", "/_errand/jobs/" + job + "/pause", Json.object());
    }
  }

  /** {@code errand jobs resume}. */
  @Command(
      name = "resume",
      description = "Let a paused rollout go on.",
      footer = {"", "Example:", "  errand jobs resume firmware-2-1 --data ./dev"})
  static final class Resume extends JobsChangeCommand {
    Resume() {
      super("resumed");
    }

    @Override
    void change(Client client, String job) {
      client.send("PUT", "/_errand/jobs/" + job + "/resume", Json.object());
    }
  }

  /** {@code errand jobs cancel}. */
  @Command(
      name = "cancel",
      description = "Cancel a job: things that wait for it lose it, those that run it may finish.",
      footer = {
        "",
        "Examples:",
        "  errand jobs cancel firmware-2-1 --data ./dev --comment 'wrong image'",
        "  errand jobs cancel firmware-2-1 --data ./dev --force",
        "      also where it runs now: a device in the middle of an update may be left in an"
            + " invalid state."
      })
  static final class Cancel extends JobsChangeCommand {
    @Option(names = "--force", description = "Also where it runs now.")
    private boolean force;

    @Option(names = "--comment", paramLabel = "TEXT", description = "Why, for others to read.")
    private Optional<String> comment = Optional.empty();

    Cancel() {
      super("canceled");
    }

    @Override
    void change(Client client, String job) {
      ObjectNode body = Json.object();
      comment.ifPresent(words -> body.put("comment", words));
      client.send("PUT", "/jobs/" + job + "/cancel" + (force ? "?force=true" : ""), body);
    }
  }
}
