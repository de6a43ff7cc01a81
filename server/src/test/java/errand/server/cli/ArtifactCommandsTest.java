package errand.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.Config;
import errand.server.Server;
import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.Doors;
import errand.server.conformance.support.Operator;
import errand.server.conformance.support.Sdk;
import errand.server.fetch.Fetcher;
import errand.server.identity.AccessKeys;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iot.model.JobExecutionStatus;
import tools.jackson.databind.json.JsonMapper;

/** {@code errand artifacts} on a real server, and a device that fetches what was put there. */
class ArtifactCommandsTest {
  private static final long BIG = 200L * 1024 * 1024;

  @TempDir private Path folder = Path.of("");
  private final KeyPair signer;
  private final Path keyFile;
  private Server server;
  private Doors doors;

  ArtifactCommandsTest(@TempDir Path keys) throws Exception {
    signer = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    keyFile = pem(keys.resolve("key.pem"), signer);
    Path data = keys.resolve("data");
    var artifacts =
        new Config.Artifacts(List.of(), List.of(signer.getPublic()), Fetcher.Settings.USUAL);
    server =
        Server.start(
            Config.loopback(data, true, Config.Ports.ANY).artifacts(artifacts),
            InstantSource.system());
    new RunningFile(
            "localhost",
            server.config().region(),
            server.httpPort(),
            server.httpsPort(),
            server.mqttPort(),
            server.mqttsPort(),
            server.caFile(),
            server.keysFile())
        .write(data);
    var key = AccessKeys.open(data.resolve("identity"), "", InstantSource.system()).first();
    doors =
        new Doors(
            server.httpPort().orElseThrow(),
            server.httpsPort(),
            server.mqttPort().orElseThrow(),
            server.mqttsPort(),
            server.caFile(),
            key);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Path pem(Path file, KeyPair pair) throws IOException {
    return Files.writeString(
        file,
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(pair.getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
  }

  private record Ran(int exit, String out, String err) {}

  private Ran run(String command, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var line =
        Commands.line(
            (_, _) -> {
              throw new AssertionError("no server is started here");
            });
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    var all = new java.util.ArrayList<>(List.of("artifacts", command));
    all.addAll(List.of("--data", server.config().data().toString()));
    all.addAll(List.of(arguments));
    return new Ran(line.execute(all.toArray(String[]::new)), out.toString(), err.toString());
  }

  private Path file(String name, long length) throws IOException {
    Path file = folder.resolve(name);
    var random = new Random(length);
    byte[] block = new byte[1024 * 1024];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (long left = length; left > 0; left -= block.length) {
        random.nextBytes(block);
        out.write(block, 0, (int) Math.min(block.length, left));
      }
    }
    return file;
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 100_000})
  void a_file_is_put_listed_got_revoked_and_removed(long length) throws Exception {
    Path file = file("a.bin", length);
    Path back = folder.resolve("back.bin");

    assertThat(run("put", file.toString(), "tools/x/a b.bin").out()).contains(length + " bytes");
    assertThat(run("put", file.toString(), "tools/x/a b.bin").out()).contains("is there already");
    assertThat(run("list").out()).contains("tools");
    assertThat(run("list", "s3://tools/x").out()).contains("s3://tools/x/a b.bin");
    assertThat(run("get", "tools/x/a b.bin", back.toString()).exit()).isZero();
    assertThat(back).hasSameBinaryContentAs(file);
    assertThat(run("revoke", "tools/x/a b.bin").exit()).isZero();
    assertThat(run("rm", "tools/x/a b.bin").exit()).isZero();
    assertThat(run("get", "tools/x/a b.bin").err()).contains("There is no s3://tools/x/a b.bin.");
    assertThat(run("rm", "tools/x/a b.bin").exit()).isEqualTo(Exit.FAILED);
    assertThat(run("list", "none").err()).contains("status 404");
    assertThat(run("put", file.toString(), "No_Bucket/x").err()).contains("no bucket's name");
  }

  @Test
  void a_signature_by_nobody_who_is_trusted_is_refused() throws Exception {
    Path stranger =
        pem(
            folder.resolve("stranger.pem"),
            KeyPairGenerator.getInstance("Ed25519").generateKeyPair());

    Ran ran = run("put", "--sign", stranger.toString(), file("a", 10).toString(), "tools/a");

    assertThat(ran.exit()).isEqualTo(Exit.FAILED);
    assertThat(ran.err()).contains("no signature over this content by a key that is trusted here");
    assertThat(run("list", "tools").out()).isEmpty();
  }

  // The connection is broken in the middle, and what is there already is not fetched again.
  @Test
  void a_device_fetches_200_megabytes_in_two_goes_checks_them_and_reports() throws Exception {
    Path image = file("image.bin", BIG);
    assertThat(run("put", "--sign", keyFile.toString(), image.toString(), "fw-1/image.bin").exit())
        .isZero();
    try (var iot = Sdk.iot(doors);
        var jobs = Sdk.jobs(doors)) {
      iot.createThing(r -> r.thingName("device"));
      iot.createJob(
          r ->
              r.jobId("update")
                  .targets(Operator.thingArn("device"))
                  .presignedUrlConfig(p -> p.roleArn("arn:aws:iam::000000000000:role/artifacts"))
                  .document(
                      """
                      {"url": "${aws:iot:s3-presigned-url:s3://fw-1/image.bin}",
                       "sha256": "${errand:artifact-sha256:s3://fw-1/image.bin}",
                       "signature": "${errand:artifact-signature:s3://fw-1/image.bin}"}
                      """));
      var started =
          Await.answer(
              () -> jobs.startNextPendingJobExecution(r -> r.thingName("device")).execution(),
              execution -> execution != null);
      var document = JsonMapper.shared().readTree(started.jobDocument());
      URI url = URI.create(document.path("url").asString());
      Path fetched = folder.resolve("fetched.bin");

      assertThat(fetch(url, fetched, BIG / 3)).isEqualTo(200);
      long there = Files.size(fetched);
      assertThat(there).isBetween(BIG / 3, BIG - 1);
      assertThat(fetch(url, fetched, Long.MAX_VALUE)).isEqualTo(206);

      byte[] sha256 = sha256(fetched);
      assertThat(HexFormat.of().formatHex(sha256)).isEqualTo(document.path("sha256").asString());
      assertThat(holds(sha256, document.path("signature").asString())).isTrue();
      jobs.updateJobExecution(r -> r.thingName("device").jobId("update").status("SUCCEEDED"));
      assertThat(
              iot.describeJobExecution(r -> r.jobId("update").thingName("device"))
                  .execution()
                  .status())
          .isEqualTo(JobExecutionStatus.SUCCEEDED);
    }
  }

  /** Goes on with a file until it has so many more bytes, and then breaks the connection. */
  private int fetch(URI url, Path to, long enough) throws Exception {
    long there = Files.exists(to) ? Files.size(to) : 0;
    var request = HttpRequest.newBuilder(url);
    if (there > 0) {
      request.header("Range", "bytes=" + there + "-");
    }
    try (var http =
            HttpClient.newBuilder().sslContext(DeviceKeys.contextWithoutKeys(doors.ca())).build();
        OutputStream out =
            Files.newOutputStream(to, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
      byte[] buffer = new byte[64 * 1024];
      try (InputStream in = answer.body()) {
        long got = 0;
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          out.write(buffer, 0, count);
          got += count;
          if (got >= enough) {
            http.shutdownNow();
            return answer.statusCode();
          }
        }
      }
      return answer.statusCode();
    }
  }

  private static byte[] sha256(Path file) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[64 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
    }
    return digest.digest();
  }

  private boolean holds(byte[] sha256, String signature) throws Exception {
    var check = Signature.getInstance("Ed25519");
    check.initVerify(signer.getPublic());
    check.update(sha256);
    return check.verify(Base64.getDecoder().decode(signature));
  }
}
