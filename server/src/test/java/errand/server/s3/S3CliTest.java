package errand.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.AwsCli;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import errand.server.conformance.support.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The artifact store by {@code aws s3}. */
@ExtendWith(SharedServer.class)
class S3CliTest {
  private final RunningServer server;
  private final String bucket;
  @TempDir Path folder = Path.of("");

  S3CliTest(RunningServer server) {
    this.server = server;
    this.bucket = server.freshName("cli");
  }

  @BeforeAll
  static void needsTheCommand() {
    Tools.need("aws");
  }

  private Path file(String name, int length) throws Exception {
    byte[] content = new byte[length];
    new Random(7).nextBytes(content);
    return Files.write(folder.resolve(name), content);
  }

  // 20 MB is sent in parts, and fetched in ranges.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void files_are_copied_up_and_down(boolean tls) throws Exception {
    var aws = tls ? AwsCli.overHttps(server.doors()) : AwsCli.overHttp(server.doors());
    String mine = bucket + (tls ? "-tls" : "-plain");
    Path small = file("small.bin", 1000);
    Path big = file("big.bin", 20_000_000);

    aws.ok("s3", "mb", "s3://" + mine);
    aws.ok("s3", "cp", small.toString(), "s3://" + mine + "/a/small.bin");
    aws.ok("s3", "cp", big.toString(), "s3://" + mine + "/a/big.bin");
    aws.ok("s3", "cp", "s3://" + mine + "/a/small.bin", folder.resolve("small.back").toString());
    aws.ok("s3", "cp", "s3://" + mine + "/a/big.bin", folder.resolve("big.back").toString());

    assertThat(folder.resolve("small.back")).hasSameBinaryContentAs(small);
    assertThat(folder.resolve("big.back")).hasSameBinaryContentAs(big);
    assertThat(aws.ok("s3", "ls", "s3://" + mine + "/a/").out())
        .contains("20000000 big.bin")
        .contains("1000 small.bin");
    assertThat(aws.ok("s3", "ls", "s3://" + mine).out()).contains("PRE a/");
  }

  @Test
  void folders_are_synchronized_moved_and_removed() throws Exception {
    var aws = AwsCli.overHttps(server.doors());
    Path source = Files.createDirectory(folder.resolve("source"));
    Files.writeString(source.resolve("one"), "1");
    Files.writeString(source.resolve("two"), "2");

    aws.ok("s3", "mb", "s3://" + bucket);
    aws.ok("s3", "sync", source.toString(), "s3://" + bucket + "/x");
    aws.ok("s3", "mv", "s3://" + bucket + "/x/one", "s3://" + bucket + "/y/one");
    aws.ok("s3", "sync", "s3://" + bucket, folder.resolve("back").toString());
    aws.ok("s3", "rm", "--recursive", "s3://" + bucket);

    assertThat(folder.resolve("back/y/one")).hasContent("1");
    assertThat(folder.resolve("back/x/two")).hasContent("2");
    assertThat(folder.resolve("back/x/one")).doesNotExist();
    assertThat(aws.ok("s3", "ls", "s3://" + bucket).out()).isEmpty();
    aws.ok("s3", "rb", "s3://" + bucket);
  }
}
