package errand.server.identity;

import java.nio.file.Path;
import java.util.List;

/**
 * Where the authority lives and what its server is called.
 *
 * @param directory the identity folder, made with mode 0700 when missing
 * @param serverNames host names and addresses besides the loopback ones
 */
public record AuthoritySettings(Path directory, List<String> serverNames) {
  public AuthoritySettings {
    serverNames = List.copyOf(serverNames);
  }
}
