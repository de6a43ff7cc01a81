package errand.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code errand keys enable}. */
@Command(
    name = "enable",
    description = "Turn a key on again.",
    footer = {"", "Example:", "  errand keys enable AKIAB5AZUXL3WQYZBJYP --data ./dev"})
final class KeysEnableCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "ID", description = "The id of the access key.")
  private String id = "";

  @Mixin private KeyFolder folder = new KeyFolder();

  @Override
  public Integer call() {
    folder.ring().turn(id, true);
    spec.commandLine().getOut().println(id + " active");
    spec.commandLine().getOut().flush();
    return Exit.OK;
  }
}
