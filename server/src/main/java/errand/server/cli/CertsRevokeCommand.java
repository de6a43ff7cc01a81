package errand.server.cli;

import errand.server.wire.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code errand certs revoke}. */
@Command(
    name = "revoke",
    description = "Revoke certificates: devices that use them are disconnected and stay out.",
    footer = {
      "",
      "Example:",
      "  errand certs revoke 3f0c…e1 --data ./dev      the whole id of 64 digits, from errand certs"
          + " list",
      "",
      "Exit codes: 0 fine, 1 the server refused, 3 no server is ready."
    })
final class CertsRevokeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "ID", description = "The certificates.")
  private List<String> ids = List.of();

  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public Integer call() {
    Optional<Client> ready = server.connect();
    if (ready.isEmpty()) {
      spec.commandLine().getErr().println(server.notReady());
      return Exit.NOT_RUNNING;
    }
    try (Client client = ready.get()) {
      for (String id : ids) {
        client.send(
            "PUT", "/certificates/" + Words.encoded(id) + "?newStatus=REVOKED", Json.object());
        spec.commandLine().getOut().println("Revoked " + Words.printable(id));
      }
      return Exit.OK;
    }
  }
}
