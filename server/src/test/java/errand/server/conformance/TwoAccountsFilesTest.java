package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import errand.server.conformance.support.Tenant;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Bucket;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files of two accounts on one server, under the same names: every crossing is tried. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TwoAccountsFilesTest {
  private static final String OTHER = "111122223333";
  private static final String KEY = "v-1/fw.bin";

  private RunningServer server;
  private Side first;
  private Side other;
  private HttpClient http;

  /** An account with its S3 client. */
  private record Side(Tenant tenant, S3Client s3) implements AutoCloseable {
    static Side of(Tenant tenant) {
      return new Side(tenant, Sdk.s3(tenant.doors()));
    }

    /** What this account keeps under a name. */
    String content(String bucket) {
      return "of " + tenant.account() + " in " + bucket;
    }

    String got(String bucket) {
      return s3.getObjectAsBytes(r -> r.bucket(bucket).key(KEY)).asUtf8String();
    }

    @Override
    public void close() {
      s3.close();
      tenant.close();
    }
  }

  @BeforeAll
  void start() {
    server = RunningServer.start(MovableClock.system());
    first = Side.of(Tenant.of(server.doors()));
    other = Side.of(Tenant.fresh(server.doors(), server.data(), OTHER));
    http =
        HttpClient.newBuilder()
            .sslContext(DeviceKeys.contextWithoutKeys(server.doors().ca()))
            .build();
  }

  @AfterAll
  void stop() {
    http.close();
    other.close();
    first.close();
    server.close();
  }

  private List<Side> both() {
    return List.of(first, other);
  }

  private Side otherThan(Side side) {
    return side.equals(first) ? other : first;
  }

  /** A bucket of one name in both accounts, with a file of one name and each one's content. */
  private String bucketInBoth() {
    String bucket = server.freshName("both");
    both().forEach(side -> fill(side, bucket));
    return bucket;
  }

  private static void fill(Side side, String bucket) {
    side.s3().createBucket(r -> r.bucket(bucket));
    side.s3()
        .putObject(r -> r.bucket(bucket).key(KEY), RequestBody.fromString(side.content(bucket)));
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(call)
        .satisfies(failure -> assertThat(failure.awsErrorDetails().errorCode()).isEqualTo(code));
  }

  private HttpResponse<String> fetched(String url) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String sha256(String text) throws Exception {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
  }

  @Test
  void buckets_and_keys_of_one_name_live_side_by_side() throws Exception {
    String bucket = bucketInBoth();

    for (var side : both()) {
      assertThat(side.got(bucket)).isEqualTo(side.content(bucket));
      String foreign = sha256(otherThan(side).content(bucket));
      refused(
          "NoSuchVersion",
          () -> side.s3().getObjectAsBytes(r -> r.bucket(bucket).key(KEY).versionId(foreign)));
    }
    other.s3().deleteObject(r -> r.bucket(bucket).key(KEY));
    other.s3().deleteBucket(r -> r.bucket(bucket));

    assertThat(first.got(bucket)).isEqualTo(first.content(bucket));
    refused("NoSuchBucket", () -> other.got(bucket));
  }

  @Test
  void nothing_of_another_account_is_listed_read_copied_changed_or_deleted() {
    for (var side : both()) {
      String bucket = server.freshName("own");
      fill(side, bucket);
      S3Client foreign = otherThan(side).s3();
      String reached = server.freshName("reaching");
      foreign.createBucket(r -> r.bucket(reached));

      assertThat(foreign.listBuckets().buckets()).extracting(Bucket::name).doesNotContain(bucket);
      refused("NoSuchBucket", () -> foreign.listObjectsV2(r -> r.bucket(bucket)));
      refused("NoSuchBucket", () -> foreign.getObjectAsBytes(r -> r.bucket(bucket).key(KEY)));
      refused(
          "NoSuchBucket",
          () -> foreign.putObject(r -> r.bucket(bucket).key(KEY), RequestBody.fromString("!")));
      refused("NoSuchBucket", () -> foreign.deleteObject(r -> r.bucket(bucket).key(KEY)));
      refused("NoSuchBucket", () -> foreign.deleteBucket(r -> r.bucket(bucket)));
      refused(
          "NoSuchBucket",
          () ->
              foreign.copyObject(
                  r ->
                      r.sourceBucket(bucket)
                          .sourceKey(KEY)
                          .destinationBucket(reached)
                          .destinationKey(KEY)));
      assertThat(side.got(bucket)).isEqualTo(side.content(bucket));
    }
  }

  @Test
  void an_upload_in_parts_goes_on_in_its_account_alone() {
    String bucket = bucketInBoth();
    for (var side : both()) {
      S3Client foreign = otherThan(side).s3();
      String id = side.s3().createMultipartUpload(r -> r.bucket(bucket).key(KEY)).uploadId();

      assertThat(foreign.listMultipartUploads(r -> r.bucket(bucket)).uploads())
          .extracting(MultipartUpload::uploadId)
          .doesNotContain(id);
      refused(
          "NoSuchUpload",
          () ->
              foreign.uploadPart(
                  r -> r.bucket(bucket).key(KEY).uploadId(id).partNumber(1),
                  RequestBody.fromString("!")));
      refused("NoSuchUpload", () -> foreign.listParts(r -> r.bucket(bucket).key(KEY).uploadId(id)));
      refused(
          "NoSuchUpload",
          () -> foreign.abortMultipartUpload(r -> r.bucket(bucket).key(KEY).uploadId(id)));

      assertThat(side.s3().listParts(r -> r.bucket(bucket).key(KEY).uploadId(id)).parts())
          .isEmpty();
      side.s3().abortMultipartUpload(r -> r.bucket(bucket).key(KEY).uploadId(id));
    }
  }

  @Test
  void a_link_signed_with_a_key_leads_to_its_account_alone() throws Exception {
    String bucket = bucketInBoth();
    for (var side : both()) {
      String lonely = server.freshName("lonely");
      fill(otherThan(side), lonely);
      String link = presigned(side, bucket);
      String foreignId = otherThan(side).tenant().key().id();

      assertThat(fetched(link).body()).isEqualTo(side.content(bucket));
      assertThat(fetched(presigned(side, lonely)).body()).contains("<Code>NoSuchBucket</Code>");
      assertThat(fetched(link.replace(side.tenant().key().id(), foreignId)).body())
          .contains("<Code>SignatureDoesNotMatch</Code>");
    }
  }

  private static String presigned(Side side, String bucket) {
    try (var presigner = Sdk.presigner(side.tenant().doors())) {
      return presigner
          .presignGetObject(
              r ->
                  r.signatureDuration(Duration.ofMinutes(5))
                      .getObjectRequest(g -> g.bucket(bucket).key(KEY)))
          .url()
          .toString();
    }
  }

  @Test
  void devices_are_sent_to_the_files_of_their_account() throws Exception {
    String bucket = bucketInBoth();
    for (var side : both()) {
      JsonNode document = handed(side, bucket);
      String link = document.path("url").asString();
      String account = side.tenant().account();

      assertThat(fetched(link).body()).isEqualTo(side.content(bucket));
      assertThat(document.path("sha256").asString()).isEqualTo(sha256(side.content(bucket)));
      assertThat(link).contains("ERRANDLINK" + account);
      assertThat(fetched(link.replace(account, otherThan(side).tenant().account())).body())
          .contains("<Code>SignatureDoesNotMatch</Code>");
      assertThat(fetched(link.replace(account, "999999999999")).body())
          .contains("<Code>SignatureDoesNotMatch</Code>");
    }
  }

  @Test
  void links_are_revoked_in_one_account_alone() throws Exception {
    String bucket = bucketInBoth();
    String here = handed(first, bucket).path("url").asString();
    String there = handed(other, bucket).path("url").asString();

    var revoked = server.operator().s3("POST", "/" + bucket + "/v-1/fw.bin?errand-revoke");

    assertThat(revoked.status()).as(revoked.body()).isEqualTo(204);
    assertThat(fetched(here).statusCode()).isEqualTo(403);
    assertThat(fetched(there).body()).isEqualTo(other.content(bucket));
  }

  /** What a device of the account is told by a job that names the file. */
  private JsonNode handed(Side side, String bucket) {
    String name = server.freshName("device");
    var tenant = side.tenant();
    tenant.thing(name);
    String url = "s3://" + bucket + "/" + KEY;
    tenant
        .iot()
        .createJob(
            r ->
                r.jobId(name)
                    .targets(tenant.arn("thing/" + name))
                    .presignedUrlConfig(p -> p.roleArn("arn:aws:iam::000000000000:role/files"))
                    .document(
                        """
                        {"url": "${aws:iot:s3-presigned-url:%s}",
                         "sha256": "${errand:artifact-sha256:%s}"}
                        """
                            .formatted(url, url)));
    try (var jobs = Sdk.jobs(tenant.doors())) {
      var execution =
          Await.answer(
              () -> jobs.startNextPendingJobExecution(r -> r.thingName(name)).execution(),
              found -> found != null);
      return JsonMapper.shared().readTree(execution.jobDocument());
    }
  }
}
