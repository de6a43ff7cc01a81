package errand.server.cli;

import picocli.CommandLine.Command;

/** {@code errand jobs}. */
@Command(
    name = "jobs",
    synopsisSubcommandLabel = "COMMAND",
    description =
        "Create jobs, list and watch them, ask what they wait for, pause and cancel them.")
final class JobsCommand {}
