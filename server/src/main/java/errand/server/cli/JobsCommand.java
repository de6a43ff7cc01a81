package errand.server.cli;

import picocli.CommandLine.Command;

/** {@code errand jobs}. */
@Command(
    name = "jobs",
    synopsisSubcommandLabel = "COMMAND",
    description = "Watch a rollout, or ask what a job waits for.")
final class JobsCommand {}
