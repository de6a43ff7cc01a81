package errand.server.cli;

import picocli.CommandLine.Command;

/** {@code errand things}. */
@Command(
    name = "things",
    synopsisSubcommandLabel = "COMMAND",
    description = "Bring many things in, or take them out.")
final class ThingsCommand {}
