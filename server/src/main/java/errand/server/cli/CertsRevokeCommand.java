package errand.server.cli;

import errand.server.wire.json.Json;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

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
final class CertsRevokeCommand extends ConnectedCommand {
  @Parameters(arity = "1..*", paramLabel = "ID", description = "The certificates.")
  private List<String> ids = List.of();

  @Override
  int run(Client client) {
    for (String id : ids) {
      client.send(
          "PUT", "/certificates/" + Words.encoded(id) + "?newStatus=REVOKED", Json.object());
      out().println("Revoked " + Words.printable(id));
    }
    return Exit.OK;
  }
}
