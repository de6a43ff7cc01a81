package errand.server.cli;

import errand.server.identity.AccessKey;
import errand.server.identity.KeyRing;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Whose access keys a command is about. */
final class KeyFolder {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Data folder of the server, which may run.")
  private Path data = Path.of("");

  KeyRing ring() {
    return KeyRing.in(data.resolve("identity"));
  }

  /** The key that our own commands sign with. */
  static AccessKey usual(Path folder, Optional<String> account) {
    return KeyRing.in(folder)
        .usual(account)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "no active access key"
                        + account.map(id -> " of account " + id).orElse("")
                        + "; make one: errand keys add"));
  }
}
