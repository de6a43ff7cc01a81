package errand.server.cli;

import picocli.CommandLine.Command;

/** {@code errand artifacts}. */
@Command(
    name = "artifacts",
    synopsisSubcommandLabel = "COMMAND",
    description = "Keep the files that devices fetch. Any S3 client can do so too.")
final class ArtifactsCommand {}
