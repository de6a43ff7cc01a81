package errand.server.cli;

import errand.server.identity.AccessKey;
import errand.server.identity.Signer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server a command talks to. */
final class ServerOptions {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Data folder of the running server.")
  private Path data = Path.of("");

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Where it answers, when not where its data folder says; such as a tunnel.")
  private Optional<String> url = Optional.empty();

  @Option(
      names = "--account",
      paramLabel = "DIGITS",
      description = "Whose things and jobs (default: the account of the data folder).")
  private Optional<String> account = Optional.empty();

  /** The server of a data folder. */
  static ServerOptions of(Path data) {
    var options = new ServerOptions();
    options.data = data;
    return options;
  }

  /** Where that server listens, if it runs. */
  Optional<RunningFile> running() {
    return RunningFile.read(data);
  }

  /** A client of that server; empty when no server is ready there. */
  Optional<Client> connect() {
    return ready().map(this::client);
  }

  /** A client of that server's artifact store; empty when no server is ready there. */
  Optional<ArtifactClient> connectToArtifacts() {
    return ready()
        .map(
            running ->
                new ArtifactClient(
                    address(running),
                    running.caFile(),
                    new Signer(key(running), running.region()),
                    InstantSource.system()));
  }

  private Optional<RunningFile> ready() {
    return running().filter(running -> EnvCommand.ready(address(running), running.caFile()));
  }

  /** What to say when no server is ready. */
  String notReady() {
    return "No server is ready on " + data + ". Start one: ./errand serve --data " + data;
  }

  private Client client(RunningFile running) {
    return new Client(
        address(running), running.caFile(), key(running), running.region(), InstantSource.system());
  }

  private AccessKey key(RunningFile running) {
    return KeyFolder.usual(EnvCommand.absoluteParent(running.keysFile()), account);
  }

  private String address(RunningFile running) {
    return url.orElseGet(running::url).replaceAll("/+$", "");
  }
}
