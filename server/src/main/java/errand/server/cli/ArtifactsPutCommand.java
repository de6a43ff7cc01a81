package errand.server.cli;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import errand.core.artifact.Label;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code errand artifacts put}. */
@Command(
    name = "put",
    description = "Put a file into the store; its bucket is made when it is missing.",
    footer = {
      "",
      "Examples:",
      "  errand artifacts put --data ./dev image.bin firmware/image-2.1.bin",
      "      a document names it ${aws:iot:s3-presigned-url:s3://firmware/image-2.1.bin}",
      "  errand artifacts put --data ./dev --sign key.pem image.bin firmware/image-2.1.bin",
      "      and its signature ${errand:artifact-signature:s3://firmware/image-2.1.bin}",
      "",
      "A file that is there already is not sent again."
    })
final class ArtifactsPutCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FILE", description = "What to put.")
  private Path file = Path.of("");

  @Parameters(index = "1", paramLabel = "BUCKET/KEY", description = "Its name in the store.")
  private String place = "";

  @Mixin private ServerOptions server = new ServerOptions();

  @Option(
      names = "--sign",
      paramLabel = "KEYFILE",
      description = "Sign it with this private key, Ed25519 or ECDSA, PKCS #8 in PEM.")
  private Optional<Path> signingKey = Optional.empty();

  @Option(names = "--content-type", paramLabel = "TYPE", description = "Its media type.")
  private Optional<String> contentType = Optional.empty();

  @Override
  public Integer call() throws IOException {
    ArtifactPlace to = ArtifactPlace.parseWhole(place);
    Optional<ArtifactClient> ready = server.connectToArtifacts();
    if (ready.isEmpty()) {
      spec.commandLine().getErr().println(server.notReady());
      return Exit.NOT_RUNNING;
    }
    try (ArtifactClient client = ready.get()) {
      put(client, to);
    }
    return Exit.OK;
  }

  private void put(ArtifactClient client, ArtifactPlace to) throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    HashCode digest = MoreFiles.asByteSource(file).hash(Hashing.sha256());
    Map<String, String> headers = headers(digest);
    if (there(client, to, digest, headers)) {
      out.println(to + " is there already: sha256 " + digest);
      out.flush();
      return;
    }
    makeBucket(client, to);
    var progress =
        new Progress(spec.commandLine().getErr(), Words.terminal(), InstantSource.system());
    var answer =
        client.send("PUT", to.path(), headers, digest.toString(), body(Files.size(file), progress));
    progress.end();
    ArtifactClient.require(answer, "Putting " + to);
    out.println(to + ": " + Files.size(file) + " bytes, sha256 " + digest);
    out.flush();
  }

  private Map<String, String> headers(HashCode digest) {
    var headers = new LinkedHashMap<String, String>();
    contentType.ifPresent(type -> headers.put("content-type", type));
    signingKey
        .map(SigningKeyFile::read)
        .ifPresent(key -> headers.put(Label.SIGNATURE, key.sign(digest.asBytes())));
    return headers;
  }

  private static boolean there(
      ArtifactClient client, ArtifactPlace to, HashCode digest, Map<String, String> headers)
      throws IOException {
    var answer = client.send("HEAD", to.path(), Map.of());
    answer.body().close();
    return answer.statusCode() == 200
        && answer.headers().firstValue("x-amz-version-id").equals(Optional.of(digest.toString()))
        && headers.entrySet().stream()
            .allMatch(
                each ->
                    answer
                        .headers()
                        .firstValue(each.getKey())
                        .equals(Optional.of(each.getValue())));
  }

  private static void makeBucket(ArtifactClient client, ArtifactPlace to) throws IOException {
    var answer = client.send("PUT", to.bucketPath(), Map.of());
    if (answer.statusCode() != 409) {
      ArtifactClient.require(answer, "Making the bucket " + to.bucket());
    }
  }

  private BodyPublisher body(long length, Progress progress) {
    if (length == 0) {
      return BodyPublishers.noBody();
    }
    return BodyPublishers.fromPublisher(
        BodyPublishers.ofInputStream(() -> watched(length, progress)), length);
  }

  private InputStream watched(long length, Progress progress) {
    try {
      return new FilterInputStream(Files.newInputStream(file)) {
        private long sent;

        @Override
        public int read(byte[] into, int offset, int count) throws IOException {
          int read = super.read(into, offset, count);
          sent += Math.max(0, read);
          progress.show(sent, length, sent + " of " + length + " bytes");
          return read;
        }
      };
    } catch (IOException failure) {
      throw new UncheckedIOException("cannot read " + file, failure);
    }
  }
}
