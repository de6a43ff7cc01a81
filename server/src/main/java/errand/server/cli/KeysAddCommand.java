package errand.server.cli;

import errand.server.identity.AccessKey;
import errand.server.identity.Role;
import errand.server.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code errand keys add}. */
@Command(
    name = "add",
    description = "Make an access key and print it, with its secret.",
    footer = {
      "",
      "Example:",
      "  errand keys add --data ./dev --account 111122223333 --role operator",
      "      a key of a second account, which its first use makes."
    })
final class KeysAddCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private KeyFolder folder = new KeyFolder();

  @Option(
      names = "--account",
      paramLabel = "DIGITS",
      description = "Twelve digits (default: the account of the data folder).")
  private Optional<String> account = Optional.empty();

  @Option(
      names = "--role",
      paramLabel = "ROLE",
      defaultValue = "admin",
      description =
          "admin: everything; operator: everything but certificates and policies; read-only"
              + " (default: ${DEFAULT-VALUE}).")
  private String role = "";

  @Option(
      names = "--note",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What to remember about it; shown by errand keys list.")
  private String note = "";

  @Option(names = "--json", description = "Print it as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    var asked =
        Role.parse(role)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "--role is one of admin, operator, read-only, not " + role));
    var ring = folder.ring();
    String whose = account.orElseGet(() -> ring.account());
    AccessKey key = ring.add(whose, asked, note, InstantSource.system().instant());
    spec.commandLine().getOut().print(json ? asJson(key) : asText(key));
    spec.commandLine().getOut().flush();
    return Exit.OK;
  }

  private static String asText(AccessKey key) {
    return """
    Access key id      %s
    Secret access key  %s
    Account            %s
    Role               %s
    A running server takes it within a second.
    """
        .formatted(key.id(), key.secret(), key.account(), key.role().text());
  }

  private static String asJson(AccessKey key) {
    var node =
        Json.object()
            .put("accessKeyId", key.id())
            .put("secretAccessKey", key.secret())
            .put("account", key.account())
            .put("role", key.role().text());
    return new String(Json.bytes(node), StandardCharsets.UTF_8) + "\n";
  }
}
