package errand.server.cli;

import errand.server.identity.KeyEntry;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code errand keys list}. */
@Command(
    name = "list",
    description = "List the access keys, without their secrets.",
    footer = {
      "",
      "Examples:",
      "  errand keys list --data ./dev",
      "  errand keys list --data ./dev --account 111122223333"
    })
final class KeysListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private KeyFolder folder = new KeyFolder();

  @Option(names = "--account", paramLabel = "DIGITS", description = "Only those of this account.")
  private Optional<String> account = Optional.empty();

  @Override
  public Integer call() {
    var out = spec.commandLine().getOut();
    out.println(line("ID", "ACCOUNT", "ROLE", "STATUS", "CREATED", "NOTE"));
    folder.ring().list().stream()
        .filter(each -> account.isEmpty() || account.get().equals(each.key().account()))
        .map(KeysListCommand::line)
        .forEach(out::println);
    out.flush();
    return Exit.OK;
  }

  private static String line(KeyEntry entry) {
    return line(
        entry.key().id(),
        entry.key().account(),
        entry.key().role().text(),
        entry.active() ? "active" : "disabled",
        entry.createdAt().map(Instant::toString).orElse("-"),
        entry.note());
  }

  private static String line(
      String id, String account, String role, String status, String created, String note) {
    return "%-20s  %-12s  %-9s  %-8s  %-20s  %s"
        .formatted(id, account, role, status, created, note)
        .stripTrailing();
  }
}
