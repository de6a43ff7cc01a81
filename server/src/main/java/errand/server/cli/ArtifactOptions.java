package errand.server.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of {@code errand serve} about files for devices. */
final class ArtifactOptions {
  @Option(
      names = "--storages",
      paramLabel = "FILE",
      description =
          "JSON file with S3-compatible storages to which devices can be sent:"
              + " [{\"endpoint\":\"https://HOST:PORT\",\"region\":…,\"accessKeyId\":…,\"secretAccessKey\":…,"
              + "\"buckets\":[…]}].")
  private Optional<Path> storages = Optional.empty();

  @Option(
      names = "--trust-signer",
      paramLabel = "FILE",
      description =
          "Public key (Ed25519 or ECDSA, PEM); signatures over artifacts must be by one of these."
              + " Repeatable.")
  private List<Path> signers = List.of();

  @Option(
      names = "--fetch-allow",
      paramLabel = "ADDRESSES",
      description =
          "Private address or range, such as 10.1.0.0/16, from which documents may be fetched, also"
              + " without TLS. Repeatable.")
  private List<String> allowed = List.of();

  Starter.Artifacts artifacts() {
    return new Starter.Artifacts(storages, signers, allowed);
  }
}
