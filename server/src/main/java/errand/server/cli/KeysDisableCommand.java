package errand.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code errand keys disable}. */
@Command(
    name = "disable",
    description = "Turn a key off: what it signs is refused within a second.",
    footer = {"", "Example:", "  errand keys disable AKIAB5AZUXL3WQYZBJYP --data ./dev"})
final class KeysDisableCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private KeyChoice choice = new KeyChoice();

  @Override
  public Integer call() {
    choice.ringThatCanDoWithout().turn(choice.id(), false);
    spec.commandLine().getOut().println(choice.id() + " disabled");
    spec.commandLine().getOut().flush();
    return Exit.OK;
  }
}
