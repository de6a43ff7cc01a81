package errand.server.cli;

import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Starts a server for a command. */
@FunctionalInterface
public interface Starter {
  /**
   * Starts it; returns when it serves.
   *
   * @throws RuntimeException with a message for the operator
   */
  Serving start(Options options, InstantSource clock);

  /** What the operator asked for; see the options of {@code errand serve}. */
  record Options(
      Path data,
      boolean dev,
      String bind,
      Ports ports,
      List<String> names,
      Identity identity,
      Optional<Instant> manualClock,
      Optional<Hook> webhook) {
    public Options {
      names = List.copyOf(names);
    }
  }

  /** Where events are posted, and the secret that signs them. */
  record Hook(URI address, String secret) {
    @Override
    public String toString() {
      return "Hook[" + address + "]";
    }
  }

  /** Port numbers, 0 for any free one. */
  record Ports(int http, int https, int mqtt, int mqtts) {}

  /** The account in ARNs, and the region, which may be the only one accepted. */
  record Identity(String account, String region, boolean pinned) {}
}
