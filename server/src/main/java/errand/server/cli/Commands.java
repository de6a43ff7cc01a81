package errand.server.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;

/** {@code errand}: all commands. */
public final class Commands {
  private Commands() {}

  @Command(
      name = "errand",
      synopsisSubcommandLabel = "COMMAND",
      description =
          "Errand: the IoT Jobs server you can host yourself. Speaks the AWS IoT Jobs protocol.",
      mixinStandardHelpOptions = true,
      version = "errand 0.1.0",
      subcommands = HelpCommand.class,
      footer = {
        "",
        "From a checkout there are also:",
        "  ./errand test     check everything: format, lint, nullness, all tests",
        "  ./errand bench    measure against a bare echo on the same broker",
        "",
        "Exit codes: 0 fine, 1 failed, 2 wrong usage, 3 no server is ready.",
        "Begin with: errand demo"
      })
  static final class Root {}

  /** Runs one command line; the exit code is the result. */
  public static int run(Starter starter, String... arguments) {
    CommandLine line = line(starter);
    if (arguments.length == 0) {
      line.usage(System.out);
      return Exit.OK;
    }
    return line.execute(arguments);
  }

  /** All commands, ready to be run. */
  static CommandLine line(Starter starter) {
    var line = new CommandLine(new Root());
    line.addSubcommand(mixed(new ServeCommand(starter)));
    line.addSubcommand(mixed(new EnvCommand()));
    line.addSubcommand(mixed(new ConsoleCommand()));
    line.addSubcommand(
        family(
            new KeysCommand(),
            new KeysAddCommand(),
            new KeysListCommand(),
            new KeysDisableCommand(),
            new KeysEnableCommand(),
            new KeysRemoveCommand()));
    line.addSubcommand(
        family(
            new ThingsCommand(),
            new ThingsListCommand(),
            new ThingsImportCommand(),
            new ThingsExportCommand()));
    line.addSubcommand(
        family(
            new JobsCommand(),
            new JobsListCommand(),
            new JobsCreateCommand(),
            new JobsWatchCommand(),
            new JobsExplainCommand(),
            new JobsChangeCommand.Pause(),
            new JobsChangeCommand.Resume(),
            new JobsChangeCommand.Cancel()));
    line.addSubcommand(
        family(new AuditCommand(), new AuditListCommand(), new AuditExportCommand()));
    line.addSubcommand(mixed(new DoctorCommand()));
    line.addSubcommand(
        family(
            new ArtifactsCommand(),
            new ArtifactsPutCommand(),
            new ArtifactsGetCommand(),
            new ArtifactsListCommand(),
            new ArtifactsChangeCommand.Remove(),
            new ArtifactsChangeCommand.Revoke()));
    line.addSubcommand(
        family(
            new CertsCommand(),
            new CertsCreateCommand(),
            new CertsListCommand(),
            new CertsRevokeCommand()));
    line.addSubcommand(mixed(new SimulateCommand()));
    line.addSubcommand(mixed(new DemoCommand(starter)));
    line.addSubcommand(mixed(new CompletionCommand()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    // A word that begins with @ names a document's file, not a file of further words.
    line.setExpandAtFiles(false);
    line.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          command.getErr().println("errand: " + explained(failure));
          return Exit.FAILED;
        });
    return line;
  }

  private static CommandLine family(Object parent, Object... children) {
    CommandLine line = mixed(parent);
    for (Object child : children) {
      line.addSubcommand(mixed(child));
    }
    return line;
  }

  private static CommandLine mixed(Object command) {
    var line = new CommandLine(command);
    line.getCommandSpec().mixinStandardHelpOptions(true);
    line.getCommandSpec().usageMessage().sortOptions(false);
    return line;
  }

  // Each cause adds why: "cannot listen on 127.0.0.1:8443" alone would leave people guessing.
  private static String explained(Throwable failure) {
    var text = new StringBuilder(messageOf(failure));
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      String more = messageOf(cause);
      if (text.indexOf(more) < 0) {
        text.append(": ").append(more);
      }
    }
    return text.toString();
  }

  private static String messageOf(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
