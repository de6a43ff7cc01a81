package errand.bench;

import errand.server.identity.AccessKey;
import errand.server.identity.AccessKeys;
import errand.server.identity.Presigner;
import errand.server.identity.Signer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code errand bench downloads}. */
@Command(
    name = "downloads",
    description =
        "Many devices fetch an artifact at once; Java's static file server is the measure.")
final class DownloadsCommand implements Callable<Integer> {
  private static final int MIB = 1024 * 1024;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private Workplace workplace = new Workplace();

  @Option(names = "--devices", defaultValue = "500", description = "Devices at once.")
  private int devices;

  @Option(names = "--megabytes", defaultValue = "8", description = "Length of the file, in MiB.")
  private int megabytes;

  @Option(names = "--rounds", defaultValue = "3", description = "Rounds of each server, in turn.")
  private int rounds;

  @Override
  public Integer call() throws IOException {
    workplace.use(spec.commandLine().getOut(), this::run);
    return 0;
  }

  private void run(Path folder) {
    try {
      runIn(folder);
    } catch (IOException | GeneralSecurityException | ExecutionException failure) {
      throw new UnexpectedException("a download failed: " + failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new UnexpectedException("interrupted");
    }
  }

  private void runIn(Path folder)
      throws IOException, GeneralSecurityException, ExecutionException, InterruptedException {
    Path site = Files.createDirectory(folder.resolve("site"));
    byte[] content = new byte[megabytes * MIB];
    new Random(7).nextBytes(content);
    Files.write(site.resolve("image.bin"), content);
    try (var errand = ErrandServer.launch(folder, List.of("-Xmx256m"));
        var files =
            ServerProcess.start(
                FileServer.class,
                List.of(site.toString()),
                folder.resolve("files.log"),
                List.of("-Xmx256m"));
        var http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      errand.ready();
      URI ours = put(http, errand, content);
      URI theirs = URI.create("http://127.0.0.1:" + files.await(FileServer.SERVES) + "/image.bin");
      measure(http, ours, theirs);
    }
  }

  private void measure(HttpClient http, URI ours, URI theirs)
      throws InterruptedException, ExecutionException {
    var out = spec.commandLine().getOut();
    var ratios = new ArrayList<Double>();
    fetch(http, ours);
    fetch(http, theirs);
    for (int round = 0; round < rounds; round++) {
      double mine = fetch(http, ours);
      double reference = fetch(http, theirs);
      ratios.add(mine / reference);
      out.printf(
          "%d devices, %d MiB: errand %.0f MiB/s, file server %.0f MiB/s, ratio %.2f%n",
          devices, megabytes, mine, reference, mine / reference);
      out.flush();
    }
    ratios.sort(null);
    out.printf("median ratio %.2f%n", ratios.get(ratios.size() / 2));
    out.flush();
  }

  /** All devices fetch the file; MiB a second of all together. */
  private double fetch(HttpClient http, URI from) throws InterruptedException, ExecutionException {
    long began = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers = new ArrayList<Future<Long>>();
      for (int device = 0; device < devices; device++) {
        answers.add(threads.submit(() -> fetchOnce(http, from)));
      }
      for (var answer : answers) {
        if (answer.get() != (long) megabytes * MIB) {
          throw new UnexpectedException("a device got " + answer.get() + " bytes");
        }
      }
    }
    double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
    return devices * (double) megabytes / seconds;
  }

  private static long fetchOnce(HttpClient http, URI from)
      throws IOException, InterruptedException {
    var answer =
        http.send(HttpRequest.newBuilder(from).build(), HttpResponse.BodyHandlers.ofInputStream());
    byte[] buffer = new byte[64 * 1024];
    long got = 0;
    try (var in = answer.body()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        got += count;
      }
    }
    return got;
  }

  /** Puts the file and gives a link to it. */
  private static URI put(HttpClient http, ErrandServer errand, byte[] content)
      throws IOException, InterruptedException, GeneralSecurityException {
    AccessKey key =
        AccessKeys.open(errand.data().resolve("identity"), "", InstantSource.system()).first();
    String origin = "http://127.0.0.1:" + errand.ports().http();
    send(http, key, URI.create(origin + "/bench"), new byte[0]);
    send(http, key, URI.create(origin + "/bench/image.bin"), content);
    var target = new Presigner.Target("GET", origin, "bench", "image.bin", Optional.empty());
    var by = new Presigner.By(key.id(), key.secret(), "us-east-1");
    return URI.create(
        new Presigner().link(target, by, InstantSource.system().instant(), Duration.ofHours(1)));
  }

  private static void send(HttpClient http, AccessKey key, URI to, byte[] body)
      throws IOException, InterruptedException, GeneralSecurityException {
    String sha256 = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    var request = HttpRequest.newBuilder(to).PUT(HttpRequest.BodyPublishers.ofByteArray(body));
    new Signer(key, "us-east-1")
        .headers(
            "PUT",
            to,
            Map.of("x-amz-content-sha256", sha256),
            sha256,
            "s3",
            InstantSource.system().instant())
        .forEach(request::header);
    var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new UnexpectedException("put refused: " + answer.body());
    }
  }
}
