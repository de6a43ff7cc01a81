package errand.server.cli;

import errand.server.wire.json.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code errand audit export}. */
@Command(
    name = "export",
    description = "Write entries of the record as JSON Lines, oldest first.",
    footer = {
      "",
      "Examples:",
      "  errand audit export --data ./dev audit.jsonl",
      "  errand audit export --data ./dev --from 2027-01-01T00:00:00Z --until 2027-02-01T00:00:00Z"
          + " \\",
      "      | gzip > january.jsonl.gz",
      "",
      "A file appears when it is whole. Exit codes: 0 fine, 1 refused, 3 no server is ready."
    })
final class AuditExportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to; standard output when not given.")
  private Optional<Path> file = Optional.empty();

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private AuditFilter filter = new AuditFilter();

  private long written;

  @Override
  public Integer call() throws IOException {
    Optional<Client> ready = server.connect();
    if (ready.isEmpty()) {
      spec.commandLine().getErr().println(server.notReady());
      return Exit.NOT_RUNNING;
    }
    try (Client client = ready.get()) {
      if (file.isPresent()) {
        write(client, file.get());
      } else {
        write(client, spec.commandLine().getOut());
      }
    }
    spec.commandLine().getErr().println(written + " entries.");
    spec.commandLine().getErr().flush();
    return Exit.OK;
  }

  private void write(Client client, Path to) throws IOException {
    Path draft = Path.of(to + ".part");
    try {
      try (BufferedWriter out = Files.newBufferedWriter(draft)) {
        write(client, out);
      }
      Files.move(draft, to, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private void write(Client client, Writer out) throws IOException {
    filter
        .pages(client, true)
        .each(
            entry -> {
              out.write(Json.text(entry));
              out.write('\n');
              written++;
              return true;
            });
    out.flush();
  }
}
