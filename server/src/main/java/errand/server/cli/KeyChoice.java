package errand.server.cli;

import errand.server.identity.KeyRing;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which key a command changes. */
final class KeyChoice {
  @Parameters(paramLabel = "ID", description = "The id of the access key.")
  private String id = "";

  @Mixin private KeyFolder folder = new KeyFolder();

  @Option(names = "--force", description = "Also when the account is left without an admin's key.")
  private boolean force;

  String id() {
    return id;
  }

  /** The keys, unless without this one nobody could administer its account any more. */
  KeyRing ringThatCanDoWithout() {
    var ring = folder.ring();
    if (!force && ring.lastAdmin(id)) {
      throw new IllegalArgumentException(
          id + " is the last active admin key of its account; give --force to go without");
    }
    return ring;
  }
}
