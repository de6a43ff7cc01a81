package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.Https;
import errand.server.conformance.support.KeyFile;
import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.Operator;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import errand.server.identity.AccessKey;
import errand.server.identity.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import tools.jackson.databind.JsonNode;

/**
 * Who did what, when, from where, with which outcome; read through the API of a real server, which
 * is its own: refusals are written down at a bounded pace, and other tests make thousands.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AuditTest {
  private final RunningServer server = RunningServer.start(MovableClock.system());
  private final Operator operator = server.operator();

  @AfterAll
  void stop() {
    server.close();
  }

  private List<JsonNode> entries(String query) {
    var reply = operator.call("GET", "/_errand/audit?" + query, "");
    assertThat(reply.status()).isEqualTo(200);
    return new ArrayList<>(reply.json().path("auditEntries").values());
  }

  private JsonNode awaitEntry(String query) {
    return Await.answer(() -> entries(query), found -> !found.isEmpty()).getFirst();
  }

  private Https.Reply by(AccessKey key, String method, String path, String body) {
    try (Https https = Https.of(server.doors())) {
      var signature = new Https.Signature(key, "iot", server.clock().instant());
      return https.send(signature, method, path, body, Map.of());
    }
  }

  @Test
  void what_was_done_is_there_at_once_with_actor_address_and_resource() {
    String thing = server.thing();
    String job = server.freshName("job");
    operator.createJob(job, "{\"op\":\"x\"}", thing);

    JsonNode made = entries("resource=thing/" + thing + "&action=CreateThing").getFirst();
    JsonNode created = entries("resource=job/" + job).getFirst();

    assertThat(made.path("actor").path("kind").asString()).isEqualTo("KEY");
    assertThat(made.path("actor").path("id").asString()).isEqualTo(server.doors().key().id());
    assertThat(made.path("actor").path("address").asString()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(made.path("outcome").asString()).isEqualTo("DONE");
    assertThat(created.path("action").asString()).isEqualTo("CreateJob");
  }

  @Test
  void a_certificate_is_named_from_its_making_to_its_attachments() {
    String thing = server.thing();
    var certificate = operator.createCertificate(true);
    operator.attach(certificate, thing);
    operator.setStatus(certificate, "REVOKED");

    List<String> actions =
        entries("resource=cert/" + certificate.id() + "&isAscendingOrder=true").stream()
            .map(each -> each.path("action").asString())
            .toList();

    assertThat(actions)
        .containsSubsequence(
            "CreateCertificateFromCsr",
            "AttachPolicy",
            "AttachThingPrincipal",
            "UpdateCertificate");
  }

  @Test
  void what_was_refused_is_told_with_the_error() {
    String thing = server.freshName("nobody");

    var reply = operator.call("PUT", "/jobs/" + thing + "/cancel", "{}");

    JsonNode entry = awaitEntry("resource=job/" + thing);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(entry.path("action").asString()).isEqualTo("CancelJob");
    assertThat(entry.path("outcome").asString()).isEqualTo("REFUSED");
    assertThat(entry.path("code").asString()).isEqualTo("ResourceNotFoundException");
  }

  @Test
  void a_role_that_does_not_allow_it_is_refused_and_told() {
    AccessKey reader = KeyFile.of(server.data()).add(Role.READ_ONLY);
    AccessKey worker = KeyFile.of(server.data()).add(Role.OPERATOR);
    String thing = server.freshName("thing");
    Await.answer(() -> by(worker, "GET", "/things", ""), reply -> reply.status() == 200);

    assertThat(by(reader, "POST", "/things/" + thing, "{}").errorType())
        .isEqualTo("AccessDeniedException");
    assertThat(by(reader, "POST", "/indices/search", "{\"queryString\":\"*\"}").status())
        .isEqualTo(200);
    assertThat(by(worker, "POST", "/keys-and-certificate", "").errorType())
        .isEqualTo("AccessDeniedException");
    assertThat(by(worker, "POST", "/things/" + thing, "{}").status()).isEqualTo(200);

    assertThat(awaitEntry("action=CreateThing&actor=" + reader.id()).path("outcome").asString())
        .isEqualTo("REFUSED");
    awaitEntry("action=CreateKeysAndCertificate&outcome=REFUSED&actor=" + worker.id());
  }

  @Test
  void a_wrong_secret_is_told_under_the_key_it_claims() {
    String claimed = "AKIA" + "CLAIMED" + System.nanoTime();
    var key = new AccessKey(claimed, "s".repeat(40), "000000000000", Role.ADMIN);

    var reply = by(key, "GET", "/things", "");

    JsonNode entry = awaitEntry("actor=" + claimed);
    assertThat(reply.status()).isEqualTo(403);
    assertThat(entry.path("actor").path("kind").asString()).isEqualTo("NOBODY");
    assertThat(entry.path("action").asString()).isEqualTo("Authenticate");
    assertThat(entry.path("code").asString()).isEqualTo("UnrecognizedClientException");
  }

  @Test
  void writes_deletes_and_revocations_of_files_are_there_by_their_names() {
    String bucket = server.freshName("bucket");
    try (var s3 = Sdk.s3(server.doors())) {
      s3.createBucket(r -> r.bucket(bucket));
      s3.putObject(r -> r.bucket(bucket).key("a/b c"), RequestBody.fromString("x"));
      s3.getObjectAsBytes(r -> r.bucket(bucket).key("a/b c"));
      s3.copyObject(
          r ->
              r.sourceBucket(bucket)
                  .sourceKey("a/b c")
                  .destinationBucket(bucket)
                  .destinationKey("copy"));
      String id = s3.createMultipartUpload(r -> r.bucket(bucket).key("parts")).uploadId();
      String etag =
          s3.uploadPart(
                  r -> r.bucket(bucket).key("parts").uploadId(id).partNumber(1),
                  RequestBody.fromString("y"))
              .eTag();
      var part = CompletedPart.builder().partNumber(1).eTag(etag).build();
      s3.completeMultipartUpload(
          r -> r.bucket(bucket).key("parts").uploadId(id).multipartUpload(m -> m.parts(part)));
      operator.s3("POST", "/" + bucket + "/copy?errand-revoke");
      s3.deleteObject(r -> r.bucket(bucket).key("a/b c"));
      s3.deleteObjects(
          r -> r.bucket(bucket).delete(d -> d.objects(named(List.of("copy", "parts")))));
      s3.deleteBucket(r -> r.bucket(bucket));
    }

    assertThat(actions("s3://" + bucket)).containsExactly("s3:CreateBucket", "s3:DeleteBucket");
    assertThat(actions("s3://" + bucket + "/a/b c"))
        .containsExactly("s3:PutObject", "s3:DeleteObject");
    assertThat(actions("s3://" + bucket + "/copy"))
        .containsExactly("s3:CopyObject", "s3:RevokeLinks", "s3:DeleteObjects");
    assertThat(actions("s3://" + bucket + "/parts"))
        .containsExactly("s3:CompleteMultipartUpload", "s3:DeleteObjects");
    JsonNode put = entries("resource=s3://" + bucket + "/copy&action=s3:CopyObject").getFirst();
    assertThat(put.path("actor").path("kind").asString()).isEqualTo("KEY");
    assertThat(put.path("actor").path("id").asString()).isEqualTo(server.doors().key().id());
    assertThat(put.path("actor").path("address").asString()).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat(put.path("outcome").asString()).isEqualTo("DONE");
  }

  private static List<ObjectIdentifier> named(List<String> keys) {
    return keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
  }

  private List<String> actions(String resource) {
    return entries("isAscendingOrder=true&resource=" + resource.replace(" ", "%20")).stream()
        .map(each -> each.path("action").asString())
        .toList();
  }

  // An entry has room for a few names, and deleting takes a thousand at once.
  @Test
  void of_many_files_deleted_at_once_every_one_is_named() {
    String bucket = server.freshName("bucket");
    var keys = IntStream.range(0, 30).mapToObj(i -> "k" + i).toList();
    try (var s3 = Sdk.s3(server.doors())) {
      s3.createBucket(r -> r.bucket(bucket));
      s3.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(named(keys))));
    }

    for (String key : keys) {
      assertThat(actions("s3://" + bucket + "/" + key)).containsExactly("s3:DeleteObjects");
    }
  }

  @Test
  void files_that_were_refused_are_told_with_the_error() {
    String bucket = server.freshName("bucket");
    AccessKey reader = KeyFile.of(server.data()).add(Role.READ_ONLY);
    Await.answer(() -> by(reader, "GET", "/things", ""), reply -> reply.status() == 200);
    try (var s3 = Sdk.s3(server.doors().with(reader))) {
      assertThatThrownBy(() -> s3.createBucket(r -> r.bucket(bucket)))
          .hasMessageContaining("Access Denied");
    }
    assertThat(operator.s3("DELETE", "/" + bucket).status()).isEqualTo(404);

    JsonNode denied = awaitEntry("action=s3:CreateBucket&resource=s3://" + bucket);
    JsonNode missing = awaitEntry("action=s3:DeleteBucket&resource=s3://" + bucket);
    assertThat(denied.path("outcome").asString()).isEqualTo("REFUSED");
    assertThat(denied.path("code").asString()).isEqualTo("AccessDenied");
    assertThat(denied.path("actor").path("id").asString()).isEqualTo(reader.id());
    assertThat(missing.path("code").asString()).isEqualTo("NoSuchBucket");
  }

  @Test
  void a_wrong_secret_at_the_files_is_told_under_the_key_it_claims() {
    String claimed = "AKIA" + "FILES" + System.nanoTime();
    var key = new AccessKey(claimed, "s".repeat(40), "000000000000", Role.ADMIN);
    try (var s3 = Sdk.s3(server.doors().with(key))) {
      assertThatThrownBy(() -> s3.listBuckets()).hasMessageContaining("not known here");
    }

    JsonNode entry = awaitEntry("actor=" + claimed);
    assertThat(entry.path("actor").path("kind").asString()).isEqualTo("NOBODY");
    assertThat(entry.path("action").asString()).isEqualTo("Authenticate");
  }

  @Test
  void a_websocket_that_nobody_signed_for_is_told_too() throws IOException {
    String claimed = "AKIA" + "SOCKET" + System.nanoTime();
    String date = server.clock().instant().toString().replaceAll("[-:]|\\.[0-9]+", "");
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.doors().http())) {
      socket
          .getOutputStream()
          .write(
              """
              GET /mqtt HTTP/1.1
              Host: localhost
              Upgrade: websocket
              Connection: Upgrade
              Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==
              Sec-WebSocket-Version: 13
              Sec-WebSocket-Protocol: mqtt
              X-Amz-Date: %s
              Authorization: AWS4-HMAC-SHA256 Credential=%s/%s/us-east-1/iotdevicegateway/aws4_request, \
              SignedHeaders=host;x-amz-date, Signature=%s

              """
                  .formatted(date, claimed, date.substring(0, 8), "0".repeat(64))
                  .replace("\n", "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .isEqualTo("HTTP/1.1 403");
    }

    assertThat(awaitEntry("actor=" + claimed).path("code").asString())
        .isEqualTo("UnrecognizedClientException");
  }

  @Test
  void a_device_that_is_refused_is_told_with_its_certificate() {
    String other = server.thing();
    var certificate = operator.createCertificate(true);
    try (Https https = Https.of(server.doors(), certificate.keys())) {
      assertThat(https.send("GET", "/things/" + other + "/jobs", "").status()).isEqualTo(403);
    }

    JsonNode entry = awaitEntry("actor=" + certificate.id());

    assertThat(entry.path("action").asString()).isEqualTo("iotjobsdata:GetPendingJobExecutions");
    assertThat(entry.path("resources").get(0).asString()).isEqualTo("thing/" + other);
    assertThat(entry.path("code").asString()).isEqualTo("no statement allows it");
  }

  @Test
  void pages_follow_each_other_and_a_token_of_another_filter_is_refused() {
    String thing = server.thing();
    operator.call("PATCH", "/things/" + thing, "{}");
    operator.call("DELETE", "/things/" + thing, "");
    String query = "resource=thing/" + thing + "&maxResults=2";

    var first = operator.call("GET", "/_errand/audit?" + query, "").json();
    String token = first.path("nextToken").asString();
    List<JsonNode> rest = entries(query + "&nextToken=" + token);
    var strange = operator.call("GET", "/_errand/audit?maxResults=2&nextToken=" + token, "");

    assertThat(first.path("auditEntries").size()).isEqualTo(2);
    assertThat(rest)
        .extracting(each -> each.path("action").asString())
        .containsExactly("CreateThing");
    assertThat(strange.status()).isEqualTo(400);
    assertThat(operator.call("GET", "/_errand/audit?from=yesterday", "").status()).isEqualTo(400);
  }

  @Test
  void neither_documents_nor_secrets_are_in_the_record() throws IOException {
    String marker = "marker" + System.nanoTime();
    operator.createJob(server.freshName("job"), "{\"op\":\"" + marker + "\"}", server.thing());
    operator.call(
        "POST", "/policies/" + server.freshName("p"), "{\"policyDocument\":\"" + marker + "\"}");
    var keys = DeviceKeys.request("x");
    operator.call(
        "POST",
        "/certificates",
        "{\"certificateSigningRequest\":\"" + marker + keys.csrPem() + "\"}");

    String record = operator.call("GET", "/_errand/audit", "").body();

    assertThat(record).doesNotContain(marker).doesNotContain(server.doors().key().secret());
    assertThat(record).doesNotContain("BEGIN ");
    assertThat(logs(server.data())).doesNotContain(server.doors().key().secret());
  }

  // Everything the server wrote outside of its store and its identity folder.
  private static String logs(Path data) throws IOException {
    var text = new StringBuilder();
    try (var files = Files.walk(data)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".log")).toList()) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }
}
