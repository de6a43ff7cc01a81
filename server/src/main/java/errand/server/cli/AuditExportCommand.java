package errand.server.cli;

import errand.server.wire.json.Json;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

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
final class AuditExportCommand extends ConnectedCommand {
  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to; standard output when not given.")
  private Optional<Path> file = Optional.empty();

  @Mixin private AuditFilter filter = new AuditFilter();

  private long written;

  @Override
  int run(Client client) throws IOException {
    if (file.isPresent()) {
      Draft.write(file.get(), out -> write(client, out));
    } else {
      write(client, out());
    }
    err().println(written + " entries.");
    err().flush();
    return Exit.OK;
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
