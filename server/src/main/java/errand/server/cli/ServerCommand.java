package errand.server.cli;

import picocli.CommandLine.Option;

/** A command that asks a running server, and can answer in JSON. */
abstract class ServerCommand extends ConnectedCommand {
  @Option(names = "--json", description = "Answer in JSON, one object a line.")
  private boolean json;

  /** Whether the answer is for a program. */
  final boolean json() {
    return json;
  }
}
