package errand.server.cli;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks a running server, and can answer in JSON. */
abstract class ServerCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(names = "--json", description = "Answer in JSON, one object a line.")
  private boolean json;

  @Override
  public final Integer call() {
    Optional<Client> ready = server.connect();
    if (ready.isEmpty()) {
      spec.commandLine().getErr().println(server.notReady());
      return Exit.NOT_RUNNING;
    }
    try (Client client = ready.get()) {
      int code = run(client);
      out().flush();
      return code;
    }
  }

  /** Does the work; the exit code is the result. */
  abstract int run(Client client);

  /** Whether the answer is for a program. */
  final boolean json() {
    return json;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** The command line is wrong, and why. */
  final ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
