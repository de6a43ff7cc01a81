package errand.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks a running server; without one it says how to start it. */
abstract class ConnectedCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public final Integer call() throws IOException, InterruptedException {
    Optional<Client> ready = server.connect();
    if (ready.isEmpty()) {
      err().println(server.notReady());
      return Exit.NOT_RUNNING;
    }
    try (Client client = ready.get()) {
      int code = run(client);
      out().flush();
      return code;
    }
  }

  /** Does the work; the exit code is the result. */
  abstract int run(Client client) throws IOException, InterruptedException;

  /** The server that is asked. */
  final ServerOptions server() {
    return server;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** The command line is wrong, and why. */
  final ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
