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

/** {@code errand artifacts revoke}. */
@Command(
    name = "revoke",
    description = "End all links to a file that were signed until now; new ones work.",
    footer = {"", "Example:", "  errand artifacts revoke --data ./dev firmware/image-2.1.bin"})
final class ArtifactsRevokeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "BUCKET/KEY", description = "Its name in the store.")
  private String place = "";

  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public Integer call() throws IOException {
    ArtifactPlace named = ArtifactPlace.parseWhole(place);
    Optional<ArtifactClient> ready = server.connectToArtifacts();
    if (ready.isEmpty()) {
      spec.commandLine().getErr().println(server.notReady());
      return Exit.NOT_RUNNING;
    }
    try (ArtifactClient client = ready.get()) {
      client.requireThere(named);
      ArtifactClient.require(
          client.send("POST", named.path() + "?errand-revoke", Map.of()), "Changing " + named);
    }
    spec.commandLine().getOut().println(named + " is closed to all links until now.");
    spec.commandLine().getOut().flush();
    return Exit.OK;
  }
}
