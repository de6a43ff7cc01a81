package errand.server.s3;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.Doors;
import errand.server.conformance.support.Sdk;
import errand.server.conformance.support.ServerProcess;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A server that is killed while a file is on its way to it. */
@Timeout(120)
final class KilledUploadTest {
  private static final int PART = 5 * 1024 * 1024;
  private static final String BUCKET = "firmware";

  @TempDir Path folder = Path.of("");

  private Path data() {
    return folder.resolve("data");
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void a_file_that_came_by_half_is_nowhere_and_what_it_should_replace_is_there() throws Exception {
    try (var process = ServerProcess.start(data());
        var s3 = Sdk.s3(process.doors())) {
      s3.createBucket(r -> r.bucket(BUCKET));
      s3.putObject(r -> r.bucket(BUCKET).key("kept"), RequestBody.fromString("before"));
      killAmid(process, putLink(process.doors(), "kept"), bytes(PART));
    }
    try (var process = ServerProcess.start(data());
        var s3 = Sdk.s3(process.doors())) {
      assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET)).contents())
          .extracting(S3Object::key)
          .containsExactly("kept");
      assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("kept")).asUtf8String())
          .isEqualTo("before");
      assertThat(files("incoming")).isEmpty();
      assertThat(files("contents")).hasSize(1);

      s3.putObject(r -> r.bucket(BUCKET).key("kept"), RequestBody.fromBytes(bytes(PART)));
      assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("kept")).asByteArray())
          .isEqualTo(bytes(PART));
    }
  }

  @Test
  void an_upload_in_parts_goes_on_after_the_kill_with_the_parts_that_were_whole() throws Exception {
    byte[] content = bytes(2 * PART + 1000);
    String id;
    CompletedPart one;
    try (var process = ServerProcess.start(data());
        var s3 = Sdk.s3(process.doors())) {
      s3.createBucket(r -> r.bucket(BUCKET));
      id = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("big")).uploadId();
      one = part(s3, id, 1, content);
      killAmid(process, partLink(process.doors(), id), slice(content, 2));
    }
    try (var process = ServerProcess.start(data());
        var s3 = Sdk.s3(process.doors())) {
      assertThat(s3.listObjectsV2(r -> r.bucket(BUCKET)).contents()).isEmpty();
      assertThat(s3.listMultipartUploads(r -> r.bucket(BUCKET)).uploads())
          .extracting(MultipartUpload::uploadId)
          .containsExactly(id);
      assertThat(s3.listParts(r -> r.bucket(BUCKET).key("big").uploadId(id)).parts())
          .extracting(Part::partNumber)
          .containsExactly(1);
      assertThat(files("incoming")).isEmpty();

      var parts = List.of(one, part(s3, id, 2, content), part(s3, id, 3, content));
      s3.completeMultipartUpload(
          r -> r.bucket(BUCKET).key("big").uploadId(id).multipartUpload(m -> m.parts(parts)));

      assertThat(s3.getObjectAsBytes(r -> r.bucket(BUCKET).key("big")).asByteArray())
          .isEqualTo(content);
      assertThat(files("uploads")).isEmpty();
    }
  }

  // Where a kill leaves it: an upload's own file comes last and goes first.
  @Test
  void parts_without_their_upload_are_swept_at_the_start() throws Exception {
    String left;
    String going;
    try (var process = ServerProcess.start(data());
        var s3 = Sdk.s3(process.doors())) {
      s3.createBucket(r -> r.bucket(BUCKET));
      left = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("left")).uploadId();
      part(s3, left, 1, bytes(PART));
      going = s3.createMultipartUpload(r -> r.bucket(BUCKET).key("going")).uploadId();
      part(s3, going, 1, bytes(PART));
      process.kill();
    }
    Path uploads = artifacts().resolve("uploads");
    Files.delete(uploads.resolve(left).resolve("upload.json"));
    try (var process = ServerProcess.start(data());
        var s3 = Sdk.s3(process.doors())) {
      assertThat(uploads.resolve(left)).doesNotExist();
      assertThat(s3.listParts(r -> r.bucket(BUCKET).key("going").uploadId(going)).parts())
          .hasSize(1);
    }
  }

  private static CompletedPart part(S3Client s3, String id, int number, byte[] content) {
    String key = keyOf(s3, id);
    var done =
        s3.uploadPart(
            r -> r.bucket(BUCKET).key(key).uploadId(id).partNumber(number),
            RequestBody.fromBytes(slice(content, number)));
    return CompletedPart.builder().partNumber(number).eTag(done.eTag()).build();
  }

  private static String keyOf(S3Client s3, String id) {
    return s3.listMultipartUploads(r -> r.bucket(BUCKET)).uploads().stream()
        .filter(each -> each.uploadId().equals(id))
        .findFirst()
        .orElseThrow()
        .key();
  }

  private static byte[] slice(byte[] content, int number) {
    return Arrays.copyOfRange(
        content, (number - 1) * PART, Math.min(content.length, number * PART));
  }

  private static URI putLink(Doors doors, String key) throws Exception {
    try (var presigner = Sdk.presigner(doors)) {
      return presigner
          .presignPutObject(
              r ->
                  r.signatureDuration(Duration.ofMinutes(5))
                      .putObjectRequest(p -> p.bucket(BUCKET).key(key)))
          .url()
          .toURI();
    }
  }

  private static URI partLink(Doors doors, String id) throws Exception {
    try (var presigner = Sdk.presigner(doors)) {
      return presigner
          .presignUploadPart(
              r ->
                  r.signatureDuration(Duration.ofMinutes(5))
                      .uploadPartRequest(
                          p -> p.bucket(BUCKET).key("big").uploadId(id).partNumber(2)))
          .url()
          .toURI();
    }
  }

  /** Sends half of it, waits until that is on the server's disk, kills it. */
  private void killAmid(ServerProcess process, URI link, byte[] content) throws Exception {
    var killed = new CountDownLatch(1);
    int half = content.length / 2;
    var body = new Halting(content, half, killed);
    try (var http =
        HttpClient.newBuilder()
            .sslContext(DeviceKeys.contextWithoutKeys(process.doors().ca()))
            .build()) {
      var request =
          HttpRequest.newBuilder(link)
              .PUT(
                  BodyPublishers.fromPublisher(
                      BodyPublishers.ofInputStream(() -> body), content.length))
              .build();
      var answer = http.sendAsync(request, HttpResponse.BodyHandlers.discarding());
      Await.answer(this::incomingBytes, bytes -> bytes > half / 2);
      process.kill();
      killed.countDown();
      answer.handle((_, failure) -> assertThat(failure).isNotNull()).join();
    }
  }

  /** A body that comes to a halt before its second half. */
  private static final class Halting extends InputStream {
    private final byte[] content;
    private final int halt;
    private final CountDownLatch until;
    private int at;

    Halting(byte[] content, int halt, CountDownLatch until) {
      this.content = content;
      this.halt = halt;
      this.until = until;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      if (at == halt) {
        awaitKill();
      }
      int end = at < halt ? halt : content.length;
      int count = Math.min(length, end - at);
      if (count == 0) {
        return -1;
      }
      System.arraycopy(content, at, to, offset, count);
      at += count;
      return count;
    }

    private void awaitKill() throws IOException {
      try {
        until.await();
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
        throw new IOException(stopped);
      }
    }
  }

  private long incomingBytes() {
    try {
      return files("incoming").stream().mapToLong(KilledUploadTest::size).sum();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private Path artifacts() throws IOException {
    try (Stream<Path> all = Files.walk(data())) {
      return all.filter(each -> each.endsWith("artifacts")).findFirst().orElseThrow();
    }
  }

  private List<Path> files(String kind) throws IOException {
    try (Stream<Path> all = Files.walk(artifacts().resolve(kind))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
