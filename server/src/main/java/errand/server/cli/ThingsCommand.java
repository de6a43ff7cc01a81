package errand.server.cli;

import picocli.CommandLine.Command;

/** {@code errand things}. */
@Command(
    name = "things",
    synopsisSubcommandLabel = "COMMAND",
    description = "List and search things, bring many in, or take them out.")
final class ThingsCommand {}
