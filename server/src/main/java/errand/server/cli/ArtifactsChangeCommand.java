package errand.server.cli;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What changes a file that is in the store. */
abstract class ArtifactsChangeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "BUCKET/KEY", description = "Its name in the store.")
  private String place = "";

  @Mixin private ServerOptions server = new ServerOptions();

  private final String method;
  private final String query;
  private final String done;

  private ArtifactsChangeCommand(String method, String query, String done) {
    this.method = method;
    this.query = query;
    this.done = done;
  }

  @Override
  public final Integer call() throws IOException {
    ArtifactPlace named = ArtifactPlace.parseWhole(place);
    Optional<ArtifactClient> ready = server.connectToArtifacts();
    if (ready.isEmpty()) {
      spec.commandLine().getErr().println(server.notReady());
      return Exit.NOT_RUNNING;
    }
    try (ArtifactClient client = ready.get()) {
      client.requireThere(named);
      ArtifactClient.require(
          client.send(method, named.path() + query, Map.of()), "Changing " + named);
    }
    spec.commandLine().getOut().println(named + " is " + done + ".");
    spec.commandLine().getOut().flush();
    return Exit.OK;
  }

  /** {@code errand artifacts rm}. */
  @Command(
      name = "rm",
      description = "Take a file out of the store. Whoever fetches it goes on for a day.",
      footer = {"", "Example:", "  errand artifacts rm --data ./dev firmware/image-2.1.bin"})
  static final class Remove extends ArtifactsChangeCommand {
    Remove() {
      super("DELETE", "", "gone");
    }
  }

  /** {@code errand artifacts revoke}. */
  @Command(
      name = "revoke",
      description = "End all links to a file that were signed until now; new ones work.",
      footer = {"", "Example:", "  errand artifacts revoke --data ./dev firmware/image-2.1.bin"})
  static final class Revoke extends ArtifactsChangeCommand {
    Revoke() {
      super("POST", "?errand-revoke", "closed to all links until now");
    }
  }
}
