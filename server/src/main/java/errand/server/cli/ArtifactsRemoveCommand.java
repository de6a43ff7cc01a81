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

/** {@code errand artifacts rm}. */
@Command(
    name = "rm",
    description = "Take a file out of the store. Whoever fetches it goes on for a day.",
    footer = {"", "Example:", "  errand artifacts rm --data ./dev firmware/image-2.1.bin"})
final class ArtifactsRemoveCommand implements Callable<Integer> {
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
          client.send("DELETE", named.path() + "", Map.of()), "Changing " + named);
    }
    spec.commandLine().getOut().println(named + " is gone.");
    spec.commandLine().getOut().flush();
    return Exit.OK;
  }
}
