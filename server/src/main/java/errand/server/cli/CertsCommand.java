package errand.server.cli;

import picocli.CommandLine.Command;

/** {@code errand certs}. */
@Command(
    name = "certs",
    description = "Certificates of devices: make one for a thing, list them, revoke one.",
    synopsisSubcommandLabel = "(create | list | revoke)")
final class CertsCommand {}
