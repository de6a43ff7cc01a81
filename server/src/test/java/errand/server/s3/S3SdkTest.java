package errand.server.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import errand.server.conformance.support.SharedServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The artifact store by the AWS SDK for Java, path-style. */
@ExtendWith(SharedServer.class)
class S3SdkTest {
  private static final int MIB = 1024 * 1024;

  private final RunningServer server;
  private final S3Client s3;
  private final S3Client plain;
  private final String bucket;

  S3SdkTest(RunningServer server) {
    this.server = server;
    this.s3 = Sdk.s3(server.doors());
    this.plain = Sdk.s3Plain(server.doors());
    this.bucket = server.freshName("bucket");
  }

  @BeforeEach
  void makeBucket() {
    s3.createBucket(r -> r.bucket(bucket));
  }

  @AfterEach
  void closeClients() {
    s3.close();
    plain.close();
  }

  private static byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  private PutObjectResponse put(String key, byte[] content) {
    return s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromBytes(content));
  }

  private PutObjectResponse put(String key, String content) {
    return put(key, content.getBytes(StandardCharsets.UTF_8));
  }

  private ResponseBytes<GetObjectResponse> get(String key) {
    return s3.getObjectAsBytes(r -> r.bucket(bucket).key(key));
  }

  private static String hex(String algorithm, byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
  }

  private static void refused(int status, String code, ThrowingCallable call) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(call)
        .satisfies(
            failure -> {
              assertThat(failure.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(failure.statusCode()).isEqualTo(status);
            });
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 8192, 3 * MIB + 17})
  void an_object_comes_back_as_it_was_put(int length) throws Exception {
    byte[] content = bytes(length);

    PutObjectResponse made = put("a/file.bin", content);

    ResponseBytes<GetObjectResponse> got = get("a/file.bin");
    assertThat(got.asByteArray()).isEqualTo(content);
    assertThat(got.response().eTag())
        .isEqualTo(made.eTag())
        .isEqualTo("\"" + hex("MD5", content) + "\"");
    assertThat(got.response().versionId()).isEqualTo(hex("SHA-256", content));
    assertThat(got.response().contentLength()).isEqualTo(length);
    assertThat(made.checksumCRC32()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 200_000})
  void without_tls_bodies_are_signed_chunk_by_chunk(int length) {
    byte[] content = bytes(length);

    plain.putObject(r -> r.bucket(bucket).key("plain"), RequestBody.fromBytes(content));

    assertThat(get("plain").asByteArray()).isEqualTo(content);
  }

  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      names = {"CRC32", "CRC32_C", "CRC64_NVME", "SHA1", "SHA256"})
  void each_checksum_is_checked_kept_and_told(ChecksumAlgorithm algorithm) {
    s3.putObject(
        r -> r.bucket(bucket).key("sum").checksumAlgorithm(algorithm),
        RequestBody.fromString("content"));

    GetObjectResponse got =
        s3.getObjectAsBytes(r -> r.bucket(bucket).key("sum").checksumMode(ChecksumMode.ENABLED))
            .response();
    String told =
        switch (algorithm) {
          case CRC32 -> got.checksumCRC32();
          case CRC32_C -> got.checksumCRC32C();
          case CRC64_NVME -> got.checksumCRC64NVME();
          case SHA1 -> got.checksumSHA1();
          default -> got.checksumSHA256();
        };
    assertThat(told).isNotEmpty();
    assertThat(got.checksumTypeAsString()).isEqualTo("FULL_OBJECT");
  }

  @Test
  void a_checksum_that_does_not_hold_leaves_nothing_behind() {
    refused(
        400,
        "BadDigest",
        () ->
            s3.putObject(
                r ->
                    r.bucket(bucket)
                        .key("bad")
                        .checksumSHA256(Base64.getEncoder().encodeToString(new byte[32])),
                RequestBody.fromString("content")));
    refused(
        400,
        "BadDigest",
        () ->
            s3.putObject(
                r ->
                    r.bucket(bucket)
                        .key("bad")
                        .contentMD5(Base64.getEncoder().encodeToString(new byte[16])),
                RequestBody.fromString("content")));
    refused(
        400,
        "InvalidDigest",
        () ->
            s3.putObject(
                r -> r.bucket(bucket).key("bad").contentMD5("x"),
                RequestBody.fromString("content")));
    refused(404, "NoSuchKey", () -> get("bad"));
  }

  @Test
  void headers_and_metadata_are_kept() {
    s3.putObject(
        r ->
            r.bucket(bucket)
                .key("labelled")
                .contentType("text/plain")
                .cacheControl("max-age=5")
                .contentDisposition("attachment")
                .metadata(Map.of("owner", "me")),
        RequestBody.fromString("content"));

    var head = s3.headObject(r -> r.bucket(bucket).key("labelled"));
    assertThat(head.contentType()).isEqualTo("text/plain");
    assertThat(head.cacheControl()).isEqualTo("max-age=5");
    assertThat(head.contentDisposition()).isEqualTo("attachment");
    assertThat(head.metadata()).isEqualTo(Map.of("owner", "me"));
    assertThat(head.contentLength()).isEqualTo(7);
    assertThat(head.contentEncoding()).isNull();
    assertThat(head.lastModified())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(5));
    assertThat(get("labelled").response().contentType()).isEqualTo("text/plain");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-3,0123,bytes 0-3/10",
    "bytes=7-,789,bytes 7-9/10",
    "bytes=-2,89,bytes 8-9/10",
    "bytes=5-100,56789,bytes 5-9/10",
    "bytes=-100,0123456789,bytes 0-9/10",
  })
  void a_range_is_served(String range, String content, String told) {
    put("digits", "0123456789");

    ResponseBytes<GetObjectResponse> got =
        s3.getObjectAsBytes(r -> r.bucket(bucket).key("digits").range(range));

    assertThat(got.asUtf8String()).isEqualTo(content);
    assertThat(got.response().contentRange()).isEqualTo(told);
    assertThat(got.response().acceptRanges()).isEqualTo("bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-12", "bytes=-0"})
  void a_range_behind_the_end_is_refused(String range) {
    put("digits", "0123456789");

    refused(
        416,
        "InvalidRange",
        () -> s3.getObjectAsBytes(r -> r.bucket(bucket).key("digits").range(range)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=3-1", "bytes=0-1,3-4", "lines=1-2", "bytes=-"})
  void a_range_that_is_none_is_passed_over(String range) {
    put("digits", "0123456789");

    assertThat(s3.getObjectAsBytes(r -> r.bucket(bucket).key("digits").range(range)).asUtf8String())
        .isEqualTo("0123456789");
  }

  @Test
  void reading_can_be_conditional() {
    String etag = put("c", "content").eTag();
    Instant stored = s3.headObject(r -> r.bucket(bucket).key("c")).lastModified();

    assertThat(read(r -> r.ifMatch(etag))).isEqualTo("content");
    assertThat(read(r -> r.ifNoneMatch("\"other\""))).isEqualTo("content");
    assertThat(read(r -> r.ifModifiedSince(stored.minusSeconds(1)))).isEqualTo("content");
    assertThat(read(r -> r.ifUnmodifiedSince(stored))).isEqualTo("content");
    refused(412, "PreconditionFailed", () -> read(r -> r.ifMatch("\"other\"")));
    refused(
        412, "PreconditionFailed", () -> read(r -> r.ifUnmodifiedSince(stored.minusSeconds(1))));
    notModified(() -> read(r -> r.ifNoneMatch(etag)));
    notModified(() -> read(r -> r.ifModifiedSince(stored)));
  }

  private String read(java.util.function.Consumer<GetObjectRequest.Builder> condition) {
    return s3.getObjectAsBytes(
            r -> {
              r.bucket(bucket).key("c");
              condition.accept(r);
            })
        .asUtf8String();
  }

  private static void notModified(ThrowingCallable call) {
    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(call)
        .satisfies(failure -> assertThat(failure.statusCode()).isEqualTo(304));
  }

  @Test
  void writing_can_be_conditional() {
    String etag =
        s3.putObject(r -> r.bucket(bucket).key("w").ifNoneMatch("*"), RequestBody.fromString("one"))
            .eTag();

    refused(
        412,
        "PreconditionFailed",
        () ->
            s3.putObject(
                r -> r.bucket(bucket).key("w").ifNoneMatch("*"), RequestBody.fromString("two")));
    refused(
        412,
        "PreconditionFailed",
        () ->
            s3.putObject(
                r -> r.bucket(bucket).key("w").ifMatch("\"x\""), RequestBody.fromString("two")));
    s3.putObject(r -> r.bucket(bucket).key("w").ifMatch(etag), RequestBody.fromString("three"));

    assertThat(get("w").asUtf8String()).isEqualTo("three");
  }

  @Test
  void names_are_listed_with_what_they_have_in_common() {
    for (String key : List.of("a", "b/1", "b/2", "b/c/3", "d/4", "e")) {
      put(key, key);
    }

    ListObjectsV2Response all = s3.listObjectsV2(r -> r.bucket(bucket));
    ListObjectsV2Response folded = s3.listObjectsV2(r -> r.bucket(bucket).delimiter("/"));
    ListObjectsV2Response inside =
        s3.listObjectsV2(r -> r.bucket(bucket).prefix("b/").delimiter("/"));

    assertThat(all.contents())
        .extracting(S3Object::key)
        .containsExactly("a", "b/1", "b/2", "b/c/3", "d/4", "e");
    assertThat(all.contents().getFirst().size()).isEqualTo(1);
    assertThat(folded.contents()).extracting(S3Object::key).containsExactly("a", "e");
    assertThat(folded.commonPrefixes())
        .extracting(CommonPrefix::prefix)
        .containsExactly("b/", "d/");
    assertThat(folded.keyCount()).isEqualTo(4);
    assertThat(inside.contents()).extracting(S3Object::key).containsExactly("b/1", "b/2");
    assertThat(inside.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("b/c/");
    assertThat(s3.listObjectsV2(r -> r.bucket(bucket).startAfter("b/2")).contents())
        .extracting(S3Object::key)
        .containsExactly("b/c/3", "d/4", "e");
    assertThat(s3.listObjects(r -> r.bucket(bucket).marker("d/4")).contents())
        .extracting(S3Object::key)
        .containsExactly("e");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void lists_go_on_page_by_page(int size) {
    List<String> keys = List.of("a", "b/1", "b/2", "b/3", "c", "d/1", "e");
    keys.forEach(key -> put(key, key));

    var all = new ArrayList<String>();
    s3.listObjectsV2Paginator(r -> r.bucket(bucket).maxKeys(size))
        .contents()
        .forEach(each -> all.add(each.key()));
    var folded = new ArrayList<String>();
    s3.listObjectsV2Paginator(r -> r.bucket(bucket).maxKeys(size).delimiter("/"))
        .forEach(
            page -> {
              assertThat(page.keyCount()).isBetween(1, size);
              page.contents().forEach(each -> folded.add(each.key()));
              page.commonPrefixes().forEach(each -> folded.add(each.prefix()));
            });

    assertThat(all).isEqualTo(keys);
    assertThat(folded).containsExactlyInAnyOrder("a", "b/", "c", "d/", "e");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "with blank",
        "plus+sign",
        "a/../b",
        "./dot",
        "a//b",
        "trailing/",
        "per%cent",
        "%2Fencoded",
        "ü/日本/\ud83d\ude00",
        "q?x=1&y=2#z",
        "<xml>&\"'",
        "semi;colon,comma",
        "~tilde",
        "=&"
      })
  void keys_may_hold_anything(String key) {
    put(key, key);

    assertThat(get(key).asUtf8String()).isEqualTo(key);
    assertThat(s3.listObjectsV2(r -> r.bucket(bucket)).contents())
        .extracting(S3Object::key)
        .containsExactly(key);
    s3.deleteObject(r -> r.bucket(bucket).key(key));
    refused(404, "NoSuchKey", () -> get(key));
  }

  @Test
  void a_key_of_1024_bytes_is_the_longest() {
    put("k".repeat(1024), "x");

    refused(400, "KeyTooLongError", () -> put("k".repeat(1025), "x"));
  }

  @ParameterizedTest
  @EnumSource(
      value = ChecksumAlgorithm.class,
      names = {"CRC32", "SHA256"})
  void an_upload_in_parts_becomes_one_object(ChecksumAlgorithm algorithm) throws Exception {
    byte[] content = bytes(11 * MIB);
    var upload =
        s3.createMultipartUpload(
            r -> r.bucket(bucket).key("big").checksumAlgorithm(algorithm).contentType("x/y"));

    var parts = new ArrayList<CompletedPart>();
    for (int number : List.of(3, 1, 2)) {
      byte[] part =
          Arrays.copyOfRange(
              content, (number - 1) * 5 * MIB, Math.min(content.length, number * 5 * MIB));
      var done =
          s3.uploadPart(
              r ->
                  r.bucket(bucket)
                      .key("big")
                      .uploadId(upload.uploadId())
                      .partNumber(number)
                      .checksumAlgorithm(algorithm),
              RequestBody.fromBytes(part));
      parts.add(
          CompletedPart.builder()
              .partNumber(number)
              .eTag(done.eTag())
              .checksumCRC32(done.checksumCRC32())
              .checksumSHA256(done.checksumSHA256())
              .build());
    }
    assertThat(s3.listParts(r -> r.bucket(bucket).key("big").uploadId(upload.uploadId())).parts())
        .extracting(Part::partNumber)
        .containsExactly(1, 2, 3);
    assertThat(s3.listMultipartUploads(r -> r.bucket(bucket)).uploads())
        .extracting(MultipartUpload::uploadId)
        .containsExactly(upload.uploadId());
    refused(404, "NoSuchKey", () -> get("big"));
    var sorted =
        parts.stream().sorted(java.util.Comparator.comparing(CompletedPart::partNumber)).toList();
    var made =
        s3.completeMultipartUpload(
            r ->
                r.bucket(bucket)
                    .key("big")
                    .uploadId(upload.uploadId())
                    .multipartUpload(m -> m.parts(sorted)));

    assertThat(made.eTag()).endsWith("-3\"");
    assertThat(get("big").asByteArray()).isEqualTo(content);
    assertThat(get("big").response().contentType()).isEqualTo("x/y");
    assertThat(get("big").response().versionId()).isEqualTo(hex("SHA-256", content));
    assertThat(s3.listMultipartUploads(r -> r.bucket(bucket)).uploads()).isEmpty();
  }

  @Test
  void an_upload_in_parts_can_go_wrong() {
    var upload = s3.createMultipartUpload(r -> r.bucket(bucket).key("big"));
    String id = upload.uploadId();
    String one = part(id, 1, bytes(100));
    String two = part(id, 2, bytes(101));

    refused(400, "EntityTooSmall", () -> complete(id, part(1, one), part(2, two)));
    refused(400, "InvalidPart", () -> complete(id, part(1, two)));
    refused(400, "InvalidPart", () -> complete(id, part(7, one)));
    refused(400, "InvalidPartOrder", () -> complete(id, part(2, two), part(1, one)));
    refused(404, "NoSuchUpload", () -> part("0".repeat(32), 1, bytes(1)));
    refused(404, "NoSuchUpload", () -> part("../../x", 1, bytes(1)));
    refused(400, "InvalidArgument", () -> part(id, 0, bytes(1)));
    refused(400, "InvalidArgument", () -> part(id, 10_001, bytes(1)));

    s3.abortMultipartUpload(r -> r.bucket(bucket).key("big").uploadId(id));

    refused(404, "NoSuchUpload", () -> complete(id, part(1, one)));
  }

  private String part(String upload, int number, byte[] content) {
    return s3.uploadPart(
            r -> r.bucket(bucket).key("big").uploadId(upload).partNumber(number),
            RequestBody.fromBytes(content))
        .eTag();
  }

  private static CompletedPart part(int number, String etag) {
    return CompletedPart.builder().partNumber(number).eTag(etag).build();
  }

  private void complete(String upload, CompletedPart... parts) {
    s3.completeMultipartUpload(
        r -> r.bucket(bucket).key("big").uploadId(upload).multipartUpload(m -> m.parts(parts)));
  }

  @Test
  void objects_can_be_copied_with_or_without_their_label() {
    s3.putObject(
        r -> r.bucket(bucket).key("from").metadata(Map.of("a", "1")),
        RequestBody.fromString("content"));

    s3.copyObject(
        r ->
            r.sourceBucket(bucket)
                .sourceKey("from")
                .destinationBucket(bucket)
                .destinationKey("to 1"));
    s3.copyObject(
        r ->
            r.sourceBucket(bucket)
                .sourceKey("to 1")
                .destinationBucket(bucket)
                .destinationKey("to 2")
                .metadataDirective(MetadataDirective.REPLACE)
                .metadata(Map.of("b", "2")));

    assertThat(get("to 2").asUtf8String()).isEqualTo("content");
    assertThat(get("to 1").response().metadata()).isEqualTo(Map.of("a", "1"));
    assertThat(get("to 2").response().metadata()).isEqualTo(Map.of("b", "2"));
    refused(
        404,
        "NoSuchKey",
        () ->
            s3.copyObject(
                r ->
                    r.sourceBucket(bucket)
                        .sourceKey("none")
                        .destinationBucket(bucket)
                        .destinationKey("x")));
  }

  @Test
  void a_content_that_was_replaced_can_be_fetched_by_its_version() {
    String first = put("v", "one").versionId();
    put("v", "two");

    assertThat(s3.getObjectAsBytes(r -> r.bucket(bucket).key("v").versionId(first)).asUtf8String())
        .isEqualTo("one");
    assertThat(get("v").asUtf8String()).isEqualTo("two");
    refused(
        404,
        "NoSuchVersion",
        () -> s3.getObjectAsBytes(r -> r.bucket(bucket).key("v").versionId("0".repeat(64))));
    refused(
        404,
        "NoSuchVersion",
        () -> s3.getObjectAsBytes(r -> r.bucket(bucket).key("other").versionId(first)));
  }

  @Test
  void several_objects_can_be_deleted_at_once() {
    put("a", "1");
    put("b", "2");

    var gone =
        s3.deleteObjects(
            r ->
                r.bucket(bucket)
                    .delete(
                        Delete.builder()
                            .objects(
                                ObjectIdentifier.builder().key("a").build(),
                                ObjectIdentifier.builder().key("never").build())
                            .build()));

    assertThat(gone.deleted()).extracting(each -> each.key()).containsExactly("a", "never");
    assertThat(s3.listObjectsV2(r -> r.bucket(bucket)).contents())
        .extracting(S3Object::key)
        .containsExactly("b");
  }

  @Test
  void buckets_are_made_found_and_dropped() {
    assertThat(s3.listBuckets().buckets()).extracting(each -> each.name()).contains(bucket);
    s3.headBucket(r -> r.bucket(bucket));
    refused(409, "BucketAlreadyOwnedByYou", () -> s3.createBucket(r -> r.bucket(bucket)));
    put("x", "x");
    refused(409, "BucketNotEmpty", () -> s3.deleteBucket(r -> r.bucket(bucket)));
    s3.deleteObject(r -> r.bucket(bucket).key("x"));
    s3.deleteBucket(r -> r.bucket(bucket));

    assertThatExceptionOfType(S3Exception.class)
        .isThrownBy(() -> s3.headBucket(r -> r.bucket(bucket)))
        .satisfies(failure -> assertThat(failure.statusCode()).isEqualTo(404));
    refused(404, "NoSuchBucket", () -> s3.listObjectsV2(r -> r.bucket(bucket)));
    refused(404, "NoSuchBucket", () -> put("x", "x"));
    refused(404, "NoSuchBucket", () -> get("x"));
    assertThat(server.operator().s3("PUT", "/No_Bucket").body())
        .contains("<Code>InvalidBucketName</Code>");
  }

  @Test
  void what_is_not_served_is_refused_and_changes_nothing() {
    put("x", "x");

    refused(501, "NotImplemented", () -> s3.getBucketAcl(r -> r.bucket(bucket)));
    refused(501, "NotImplemented", () -> s3.getObjectTagging(r -> r.bucket(bucket).key("x")));
    refused(501, "NotImplemented", () -> s3.putBucketPolicy(r -> r.bucket(bucket).policy("{}")));
    refused(501, "NotImplemented", () -> s3.deleteBucketPolicy(r -> r.bucket(bucket)));

    assertThat(get("x").asUtf8String()).isEqualTo("x");
  }

  @ParameterizedTest
  @CsvSource({
    "x-amz-acl,public-read",
    "x-amz-grant-read,id=1",
    "x-amz-server-side-encryption,AES256",
    "x-amz-server-side-encryption-customer-algorithm,AES256",
    "x-amz-storage-class,GLACIER",
    "x-amz-tagging,a=b",
    "x-amz-object-lock-mode,GOVERNANCE",
    "x-amz-if-match-size,7"
  })
  void a_header_that_asks_for_what_is_not_served_is_refused(String name, String value) {
    refused(
        501,
        "NotImplemented",
        () ->
            s3.putObject(
                r -> r.bucket(bucket).key("x").overrideConfiguration(o -> o.putHeader(name, value)),
                RequestBody.fromString("x")));

    assertThat(s3.listObjectsV2(r -> r.bucket(bucket)).contents()).isEmpty();
  }

  @Test
  void a_header_that_asks_for_what_is_so_anyway_is_taken() {
    s3.putObject(
        r ->
            r.bucket(bucket)
                .key("x")
                .acl("private")
                .storageClass("STANDARD")
                .expectedBucketOwner("000000000000"),
        RequestBody.fromString("x"));

    assertThat(get("x").asUtf8String()).isEqualTo("x");
    refused(
        403,
        "AccessDenied",
        () ->
            s3.getObjectAsBytes(
                r -> r.bucket(bucket).key("x").expectedBucketOwner("111122223333")));
  }

  // Otherwise it would be the content of today that goes.
  @Test
  void a_delete_of_a_version_or_on_a_condition_is_refused_and_takes_nothing() {
    String version = put("x", "x").versionId();

    refused(
        501,
        "NotImplemented",
        () -> s3.deleteObject(r -> r.bucket(bucket).key("x").versionId(version)));
    refused(
        501,
        "NotImplemented",
        () -> s3.deleteObject(r -> r.bucket(bucket).key("x").ifMatch("other")));
    for (var object :
        List.of(
            ObjectIdentifier.builder().key("x").versionId("0".repeat(64)).build(),
            ObjectIdentifier.builder().key("x").eTag("other").build())) {
      refused(
          501,
          "NotImplemented",
          () -> s3.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(object))));
    }
    assertThat(get("x").asUtf8String()).isEqualTo("x");
  }

  @Test
  void links_of_the_sdk_lead_to_objects_and_take_them() throws Exception {
    put("linked", "content");
    try (var presigner = Sdk.presigner(server.doors());
        var http =
            HttpClient.newBuilder()
                .sslContext(DeviceKeys.contextWithoutKeys(server.doors().ca()))
                .build()) {
      URI get =
          presigner
              .presignGetObject(
                  r ->
                      r.signatureDuration(Duration.ofMinutes(5))
                          .getObjectRequest(g -> g.bucket(bucket).key("linked")))
              .url()
              .toURI();
      URI put =
          presigner
              .presignPutObject(
                  r ->
                      r.signatureDuration(Duration.ofMinutes(5))
                          .putObjectRequest(p -> p.bucket(bucket).key("up load")))
              .url()
              .toURI();

      var got =
          http.send(HttpRequest.newBuilder(get).build(), HttpResponse.BodyHandlers.ofString());
      var sent =
          http.send(
              HttpRequest.newBuilder(put)
                  .PUT(HttpRequest.BodyPublishers.ofString("from a device"))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      var forged =
          http.send(
              HttpRequest.newBuilder(URI.create(get.toString().replace("linked", "other"))).build(),
              HttpResponse.BodyHandlers.ofString());

      assertThat(got.body()).isEqualTo("content");
      assertThat(sent.statusCode()).isEqualTo(200);
      assertThat(get("up load").asUtf8String()).isEqualTo("from a device");
      assertThat(forged.statusCode()).isEqualTo(403);
      assertThat(forged.body()).contains("<Code>SignatureDoesNotMatch</Code>");
    }
  }
}
