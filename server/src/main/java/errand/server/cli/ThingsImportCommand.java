package errand.server.cli;

import errand.server.wire.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code errand things import}. */
@Command(
    name = "import",
    description = {
      "Create the things of a file and put them in their groups.",
      "A thing that is there with the same configuration stays, so running it again is harmless. A line"
          + " that fails is told by its number, and the others go on."
    },
    footer = {
      "",
      "Examples:",
      "  errand things import fleet.csv --data ./dev --create-groups",
      "      with a first line such as",
      "      thingName,thingTypeName,groups,attributes.site,attributes.line",
      "      and groups separated by semicolons. An empty field is no value.",
      "  errand things import fleet.jsonl --data ./dev --errors failed.txt",
      "      one object a line: {\"thingName\":\"pump-1\",\"attributes\":{\"site\":\"north\"},\"groups\":[\"pumps\"]}",
      "      and thingTypeName or billingGroupName where there is one.",
      "  errand things import fleet.csv --data ./dev --from 50001",
      "      go on where another run stopped.",
      "",
      "Exit codes: 0 everything imported, 1 some lines failed or the run stopped, 3 no server is ready."
    })
final class ThingsImportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "What to import; CSV or JSON Lines, in UTF-8.")
  private Path file = Path.of("");

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "csv or jsonl, when the end of the file's name does not tell.")
  private Optional<ThingFormat> format = Optional.empty();

  @Option(
      names = "--create-groups",
      description = "Make groups that are missing; otherwise a line that names one fails.")
  private boolean createGroups;

  @Option(
      names = "--from",
      paramLabel = "LINE",
      defaultValue = "1",
      description = "Begin at this line of the file (default: ${DEFAULT-VALUE}).")
  private long from;

  @Option(
      names = "--errors",
      paramLabel = "FILE",
      description = "Also write the lines that failed to this file.")
  private Optional<Path> errors = Optional.empty();

  @Option(names = "--json", description = "Print the summary as JSON.")
  private boolean json;

  private long reached;

  @Override
  public Integer call() throws IOException {
    ThingFormat known =
        format
            .or(() -> ThingFormat.of(file.toString()))
            .orElseThrow(() -> wrong("Is " + file + " CSV or JSON Lines? Say it with --format."));
    if (errors.isPresent() && Files.exists(errors.get()) && Files.isSameFile(errors.get(), file)) {
      throw wrong("--errors would overwrite " + file + ".");
    }
    Optional<Client> ready = server.connect();
    if (ready.isEmpty()) {
      err().println(server.notReady());
      return Exit.NOT_RUNNING;
    }
    if (!Files.isReadable(file)) {
      throw new IllegalArgumentException("there is no file to read at " + file);
    }
    try (Client client = ready.get();
        var lines = new TextLines(Files.newInputStream(file));
        var list = new PrintWriter(errorList(), false, StandardCharsets.UTF_8)) {
      return run(client, lines, known, list);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private OutputStream errorList() throws IOException {
    return errors.isPresent()
        ? Files.newOutputStream(errors.get())
        : OutputStream.nullOutputStream();
  }

  private int run(Client client, TextLines lines, ThingFormat known, PrintWriter list)
      throws IOException {
    var progress = new Progress(err(), Words.terminal(), InstantSource.system());
    var told = new Told(progress, lines, Files.size(file), list);
    var run = new ImportRun(client, createGroups, told);
    Optional<String> stopped = Optional.empty();
    try {
      run.run(ThingFile.open(lines, known), from);
    } catch (Client.RefusedException gone) {
      stopped = Optional.of(Words.printable(String.valueOf(gone.getMessage())));
    }
    progress.end();
    summary(run, progress, stopped);
    return run.failed() == 0 && stopped.isEmpty() ? Exit.OK : Exit.FAILED;
  }

  /** Shows what the run tells. */
  private final class Told implements ImportRun.Listener {
    private final Progress progress;
    private final TextLines lines;
    private final long bytes;
    private final PrintWriter list;

    Told(Progress progress, TextLines lines, long bytes, PrintWriter list) {
      this.progress = progress;
      this.lines = lines;
      this.bytes = bytes;
      this.list = list;
    }

    @Override
    public void failed(List<ImportRun.Failed> failures) {
      failures.forEach(
          each -> {
            progress.say(each.text());
            list.println(each.text());
          });
      list.flush();
    }

    @Override
    public void reached(long line, long imported, long failed) {
      reached = Math.max(line, reached);
      progress.show(
          lines.bytesRead(),
          bytes,
          "line %d, %d imported, %d failed, %d/s"
              .formatted(line, imported, failed, progress.perSecond(imported + failed)));
    }
  }

  private void summary(ImportRun run, Progress progress, Optional<String> stopped) {
    stopped.ifPresent(
        why -> {
          err().println(why);
          err().println("Stopped; go on with --from " + Math.max(from, reached + 1) + ".");
        });
    err().flush();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(
          Json.text(
              Json.object()
                  .put("imported", run.imported())
                  .put("failed", run.failed())
                  .put("lastLine", reached)
                  .put("complete", stopped.isEmpty())
                  .put("milliseconds", progress.taken().toMillis())));
    } else {
      out.println(
          "%d imported, %d failed, in %.1f s (%d/s)."
              .formatted(
                  run.imported(),
                  run.failed(),
                  progress.taken().toMillis() / 1000.0,
                  progress.perSecond(run.imported() + run.failed())));
    }
    out.flush();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }
}
