package errand.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code errand keys remove}. */
@Command(
    name = "remove",
    description = "Take a key out for good. Its account and all that is in it stay.",
    footer = {"", "Example:", "  errand keys remove AKIAB5AZUXL3WQYZBJYP --data ./dev"})
final class KeysRemoveCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private KeyChoice choice = new KeyChoice();

  @Override
  public Integer call() {
    choice.ringThatCanDoWithout().remove(choice.id());
    spec.commandLine().getOut().println(choice.id() + " removed");
    spec.commandLine().getOut().flush();
    return Exit.OK;
  }
}
