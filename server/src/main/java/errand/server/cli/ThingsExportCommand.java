package errand.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code errand things export}. */
@Command(
    name = "export",
    description =
        "Write all things with their attributes and static groups, in name order, so that errand things"
            + " import takes them.",
    footer = {
      "",
      "Examples:",
      "  errand things export --data ./dev fleet.csv",
      "      reads everything twice: first for the attributes, which become columns.",
      "  errand things export --data ./dev | gzip > fleet.jsonl.gz",
      "      JSON Lines, one thing a line.",
      "",
      "A file appears when it is whole. Exit codes: 0 fine, 1 failed, 3 no server is ready."
    })
final class ThingsExportCommand implements Callable<Integer> {
  /** Columns of a CSV file; beyond, the names alone might fill the memory. */
  private static final int ATTRIBUTES_MAX = 10_000;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to; standard output when not given.")
  private Optional<Path> file = Optional.empty();

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv or jsonl, when the end of the file's name does not tell.")
  private Optional<ThingFormat> format = Optional.empty();

  private long written;

  @Override
  public Integer call() throws IOException {
    ThingFormat known =
        format
            .or(() -> file.isEmpty() ? Optional.of(ThingFormat.JSONL) : Optional.empty())
            .or(() -> ThingFormat.of(file.orElseThrow().toString()))
            .orElseThrow(
                () ->
                    new ParameterException(
                        spec.commandLine(), "CSV or JSON Lines? Say it with --format."));
    Optional<Client> ready = server.connect();
    PrintWriter err = spec.commandLine().getErr();
    if (ready.isEmpty()) {
      err.println(server.notReady());
      return Exit.NOT_RUNNING;
    }
    try (Client client = ready.get()) {
      var progress = new Progress(err, Words.terminal(), InstantSource.system());
      var pages = new Pages(client, "/_errand/things/export", "things");
      if (file.isEmpty()) {
        write(pages, known, spec.commandLine().getOut(), progress);
      } else {
        Draft.write(file.get(), out -> write(pages, known, out, progress));
      }
      progress.end();
      err.println("%d things, in %.1f s.".formatted(written, progress.taken().toMillis() / 1000.0));
      err.flush();
      return Exit.OK;
    }
  }

  private void write(Pages pages, ThingFormat known, Writer out, Progress progress)
      throws IOException {
    ThingWriter writer =
        switch (known) {
          case JSONL -> ThingWriter.jsonLines(out);
          case CSV -> ThingWriter.csv(out, attributes(pages));
        };
    pages.each(
        thing -> {
          writer.write(thing);
          written++;
          if (file.isPresent()) {
            progress.show(written + " things");
          }
          return true;
        });
    out.flush();
  }

  private static SortedSet<String> attributes(Pages pages) throws IOException {
    var names = new TreeSet<String>();
    pages.each(
        thing -> {
          names.addAll(thing.path("attributes").propertyNames());
          if (names.size() > ATTRIBUTES_MAX) {
            throw new IllegalStateException(
                "The things have more than "
                    + ATTRIBUTES_MAX
                    + " different attributes; export them as JSON Lines.");
          }
          return true;
        });
    return names;
  }
}
