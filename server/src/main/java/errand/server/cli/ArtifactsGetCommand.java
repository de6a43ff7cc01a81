package errand.server.cli;

import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code errand artifacts get}. */
@Command(
    name = "get",
    description = "Get a file out of the store; one that was broken off goes on where it ended.",
    footer = {
      "",
      "Example:",
      "  errand artifacts get --data ./dev firmware/image-2.1.bin image.bin",
      "",
      "The file appears when it is whole and its SHA-256 is right."
    })
final class ArtifactsGetCommand implements Callable<Integer> {
  private static final int BUFFER_BYTES = 64 * 1024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "BUCKET/KEY", description = "Its name in the store.")
  private String place = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "FILE",
      description = "Where to; the end of the key when not given.")
  private Optional<Path> file = Optional.empty();

  @Mixin private ServerOptions server = new ServerOptions();

  @Override
  public Integer call() throws IOException {
    ArtifactPlace from = ArtifactPlace.parseWhole(place);
    Optional<ArtifactClient> ready = server.connectToArtifacts();
    if (ready.isEmpty()) {
      spec.commandLine().getErr().println(server.notReady());
      return Exit.NOT_RUNNING;
    }
    Path to = file.orElseGet(() -> Path.of(from.key().replaceFirst(".*/", "")));
    try (ArtifactClient client = ready.get()) {
      get(client, from, to);
    }
    return Exit.OK;
  }

  private void get(ArtifactClient client, ArtifactPlace from, Path to) throws IOException {
    client.requireThere(from);
    var head = client.send("HEAD", from.path(), Map.of());
    head.body().close();
    ArtifactClient.require(head, "Getting " + from);
    String sha256 = head.headers().firstValue("x-amz-version-id").orElse("");
    long length = head.headers().firstValueAsLong("content-length").orElse(0);
    // Named by its content, so that what is there is a beginning of this very file.
    Path part = to.resolveSibling(to.getFileName() + "." + sha256.substring(0, 16) + ".part");
    long there = Files.exists(part) ? Files.size(part) : 0;
    if (there < length) {
      fetch(client, from.path() + "?versionId=" + sha256, part, there, length);
    } else if (!Files.exists(part)) {
      Files.createFile(part);
    }
    if (!MoreFiles.asByteSource(part).hash(Hashing.sha256()).toString().equals(sha256)) {
      Files.delete(part);
      throw new Client.RefusedException("What came is not " + from + "; try again.");
    }
    Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
    spec.commandLine().getOut().println(to + ": " + length + " bytes, sha256 " + sha256);
    spec.commandLine().getOut().flush();
  }

  private void fetch(ArtifactClient client, String path, Path part, long there, long length)
      throws IOException {
    var headers = new HashMap<String, String>();
    if (there > 0) {
      headers.put("range", "bytes=" + there + "-");
    }
    HttpResponse<InputStream> answer = client.send("GET", path, headers);
    ArtifactClient.require(answer, "Getting " + place);
    var progress =
        new Progress(spec.commandLine().getErr(), Words.terminal(), InstantSource.system());
    try (InputStream in = answer.body();
        OutputStream out =
            Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      long done = there;
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        done += count;
        progress.show(done, length, done + " of " + length + " bytes");
      }
    } finally {
      progress.end();
    }
  }
}
