package errand.server.identity;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the authority lives and what its server is called.
 *
 * @param directory the identity folder, made with mode 0700 when missing
 * @param serverNames host names and addresses besides the loopback ones
 * @param supplied a server certificate of the operator's, shown instead of one from the authority
 */
public record AuthoritySettings(
    Path directory, List<String> serverNames, Optional<KeyFiles> supplied) {
  /** With a server certificate from the authority. */
  public AuthoritySettings(Path directory, List<String> serverNames) {
    this(directory, serverNames, Optional.empty());
  }

  /**
   * PEM files that somebody else looks after.
   *
   * @param certificate the server's, then those of its issuers
   * @param key the private key; may be the same file
   */
  public record KeyFiles(Path certificate, Path key) {}

  public AuthoritySettings {
    serverNames = List.copyOf(serverNames);
  }
}
