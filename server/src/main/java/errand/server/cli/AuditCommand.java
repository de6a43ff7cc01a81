package errand.server.cli;

import picocli.CommandLine.Command;

/** {@code errand audit}. */
@Command(
    name = "audit",
    synopsisSubcommandLabel = "COMMAND",
    description = "Read the record of who did what to which resource, and with what outcome.")
final class AuditCommand {}
