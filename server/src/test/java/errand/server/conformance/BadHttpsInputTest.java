package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.Https;
import errand.server.conformance.support.Operator;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import errand.server.identity.AccessKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What may not come in over HTTPS: callers nobody knows, and requests that mean nothing. Each has
 * its status, its {@code x-amzn-ErrorType} and a body with a message. Source: device-protocol 2.10,
 * 2.11; control-plane 1.2, 1.4.
 */
@ExtendWith(SharedServer.class)
final class BadHttpsInputTest {
  private static final String SIGNED = "iot-jobs-data";

  private final RunningServer server;
  private final Operator operator;
  private final String thing;
  private final String job;
  private final String path;
  private final Https https;

  BadHttpsInputTest(RunningServer server) {
    this.server = server;
    this.operator = server.operator();
    this.thing = server.thing();
    this.job = server.queuedJob(thing);
    this.path = "/things/" + thing + "/jobs";
    this.https = Https.of(server.doors());
  }

  @AfterEach
  void the_connection_still_works_and_nothing_has_changed() {
    var reply = https.send(operator.signature(SIGNED), "GET", path, "", Map.of());
    assertThat(reply.status()).isEqualTo(200);
    var queued = reply.json().path("queuedJobs");
    assertThat(queued.findValuesAsString("jobId")).containsExactly(job);
    assertThat(queued.findValuesAsString("versionNumber")).containsExactly("1");
    https.close();
  }

  @Test
  void an_unsigned_request_is_forbidden_on_both_planes() {
    assertError(https.send("GET", path, ""), 403, "MissingAuthenticationTokenException");
    assertError(
        https.send("PUT", path + "/$next", "{}"), 403, "MissingAuthenticationTokenException");
    assertError(https.send("GET", "/jobs", ""), 403, "MissingAuthenticationTokenException");
    assertError(https.send("GET", "/nonsense", ""), 403, "MissingAuthenticationTokenException");
  }

  @Test
  void a_wrong_secret_is_an_invalid_signature() {
    var key = server.doors().key();
    var wrong = new AccessKey(key.id(), key.secret() + "x", key.account(), key.role());

    assertError(signedBy(wrong, Duration.ZERO), 403, "InvalidSignatureException");
  }

  @Test
  void an_unknown_key_is_an_unrecognized_client() {
    var key = server.doors().key();
    var unknown = new AccessKey("AKIAAAAAAAAAAAAAAAAA", key.secret(), key.account(), key.role());

    assertError(signedBy(unknown, Duration.ZERO), 403, "UnrecognizedClientException");
  }

  @ParameterizedTest
  @ValueSource(longs = {-301, -86_400, 302, 86_400})
  void a_date_far_from_now_is_expired(long seconds) {
    var reply = signedBy(server.doors().key(), Duration.ofSeconds(seconds));

    assertError(reply, 400, "RequestExpired");
    assertThat(reply.message()).startsWith(seconds < 0 ? "Signature expired" : "Signature not yet");
  }

  private Https.Reply signedBy(AccessKey key, Duration skew) {
    var by = new Https.Signature(key, SIGNED, server.clock().instant().plus(skew));
    return https.send(by, "GET", path, "", Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"S3", "execute-api", "iotwireless", "IOT"})
  void a_signature_for_another_service_is_denied(String service) {
    var reply = https.send(operator.signature(service), "GET", path, "", Map.of());

    assertError(reply, 403, "AccessDeniedException");
    assertThat(reply.message()).contains("'" + service + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nonsense                                                     | MissingAuth",
        "Basic YTpi                                                   | MissingAuth",
        "AWS4-HMAC-SHA256                                             | Incomplete",
        "AWS4-HMAC-SHA256 Credential=x, SignedHeaders=host, Signature=y | Incomplete",
      })
  void an_authorization_that_is_none_is_forbidden(String value, String type) {
    var reply = https.send("GET", path, "", Map.of("Authorization", value));

    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.errorType()).startsWith(type);
  }

  @Test
  void a_request_changed_after_signing_is_an_invalid_signature() {
    var update = path + "/" + job;
    var body = "{\"status\":\"IN_PROGRESS\"}";
    var headers = https.sign(operator.signature(SIGNED), "POST", update, body, Map.of());

    for (var reply :
        List.of(
            https.send("POST", update, "{\"status\":\"FAILED\"}", headers),
            https.send("POST", update + "?a=1", body, headers),
            https.send("PUT", update, body, headers),
            https.send("POST", update + "x", body, headers))) {
      assertError(reply, 403, "InvalidSignatureException");
    }
  }

  @Test
  void certificates_of_nobody_and_of_another_thing_are_forbidden() {
    var other = operator.createCertificate(true);
    operator.attach(other, server.thing());
    for (var keys : List.of(DeviceKeys.selfSigned("nobody"), other.keys())) {
      try (var stranger = Https.of(server.doors(), keys)) {
        assertError(stranger.send("GET", path, ""), 403, "ForbiddenException");
        assertError(
            stranger.send("POST", path + "/" + job, "{\"status\":\"FAILED\"}"),
            403,
            "ForbiddenException");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "5", "null", "nonsense", "{} {}", "{\"status\":}", "\uFEFF{}"})
  void a_body_that_is_not_one_json_object_is_an_invalid_request(String body) {
    assertInvalid(device("POST", "/" + job, body));
    assertInvalid(device("PUT", "/$next", body));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'status':'FAILURE'}",
        "{'status':'QUEUED'}",
        "{'status':'CANCELED'}",
        "{'status':7}",
        "{'status':'FAILED','expectedVersion':'one'}",
        "{'status':'FAILED','executionNumber':1.5}",
        "{'status':'FAILED','stepTimeoutInMinutes':0}",
        "{'status':'FAILED','includeJobDocument':'yes'}",
        "{'status':'FAILED','statusDetails':{'a':1}}",
        "{'status':'FAILED','statusDetails':{'a':''}}",
        "{'status':'FAILED','statusDetails':{'a':'\\ud800'}}",
      })
  void an_update_with_a_bad_member_is_an_invalid_request(String body) {
    assertInvalid(device("POST", "/" + job, body.replace('\'', '"')));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "executionNumber=first",
        "executionNumber=",
        "executionNumber=1.5",
        "includeJobDocument=yes",
        "includeJobDocument=",
        "includeJobDocument=True",
        "namespaceId=a.b",
      })
  void a_bad_query_value_is_an_invalid_request(String query) {
    assertInvalid(device("GET", "/" + job + "?" + query, ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/bad.id", "/%20", "/a%2Fb", "/%C3%A4", "/$nexT"})
  void a_job_id_that_is_none_is_an_invalid_request(String behind) {
    assertInvalid(device("GET", behind, ""));
    assertInvalid(device("POST", behind, "{\"status\":\"FAILED\"}"));
  }

  @Test
  void the_next_job_cannot_be_updated() {
    assertInvalid(device("POST", "/$next", "{\"status\":\"FAILED\"}"));
    assertInvalid(device("POST", "/%24next", "{\"status\":\"FAILED\"}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "a%20b", "%C3%A4", "a%2Fb"})
  void a_thing_name_that_is_none_is_an_invalid_request(String name) {
    assertInvalid(operator.device("GET", "/things/" + name + "/jobs", ""));
  }

  @Test
  void what_is_not_there_is_not_found() {
    for (var reply :
        List.of(
            device("GET", "/none", ""),
            device("POST", "/none", "{\"status\":\"FAILED\"}"),
            device("GET", "/" + job + "?executionNumber=2", ""),
            device("POST", "/" + job, "{\"status\":\"FAILED\",\"executionNumber\":2}"),
            operator.device("GET", "/things/nobody/jobs", ""),
            operator.device("PUT", "/things/nobody/jobs/$next", "{}"))) {
      assertError(reply, 404, "ResourceNotFoundException");
    }
  }

  @Test
  void a_stale_version_is_a_conflict_with_the_state() {
    var reply = device("POST", "/" + job, "{\"status\":\"FAILED\",\"expectedVersion\":7}");

    assertThat(reply.status()).isEqualTo(409);
    assertThat(reply.errorType()).isEqualTo("InvalidStateTransitionException");
    assertThat(new TreeSet<>(reply.json().propertyNames()))
        .containsExactly("executionState", "message");
    assertThat(reply.message()).contains("7").contains("1");
    assertThat(reply.json().path("executionState").path("status").asString()).isEqualTo("QUEUED");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /",
    "GET, /nonsense",
    "GET, /things",
    "GET, /things/{thing}",
    "POST, /things/{thing}/jobs",
    "DELETE, /things/{thing}/jobs",
    "PUT, /things/{thing}/jobs/{job}",
    "DELETE, /things/{thing}/jobs/{job}",
    "PATCH, /things/{thing}/jobs/{job}",
    "GET, /things/{thing}/jobs/{job}/extra",
    "GET, /Things/{thing}/jobs",
    "GET, /x/things/{thing}/jobs",
  })
  void a_method_and_path_of_no_operation_are_not_found_and_never_a_200(
      String method, String template) {
    var target = template.replace("{thing}", thing).replace("{job}", job);

    assertError(operator.device(method, target, ""), 404, "UnknownOperationException");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/..", "/%2e%2e", "/%00", "/%0a", "/%C3", "/%ED%A0%80"})
  void a_path_that_nobody_means_is_an_invalid_request(String behind) {
    assertInvalid(device("GET", behind, ""));
  }

  @Test
  void a_body_over_the_limit_is_too_large() {
    var body = "{\"a\":\"" + "x".repeat(1024 * 1024) + "\"}";

    assertError(device("POST", "/" + job, body), 413, "RequestEntityTooLargeException");
  }

  @Test
  void a_huge_number_of_query_parameters_and_an_unknown_one_are_ignored() {
    var reply = device("GET", "/" + job + "?" + "a=1&".repeat(500) + "unheardOf=%2B", "");

    assertThat(reply.status()).isEqualTo(200);
  }

  private Https.Reply device(String method, String behind, String body) {
    return https.send(operator.signature(SIGNED), method, path + behind, body, Map.of());
  }

  private static void assertInvalid(Https.Reply reply) {
    assertError(reply, 400, "InvalidRequestException");
  }

  // No "code" member: some SDKs would take it for the name of an exception.
  private static void assertError(Https.Reply reply, int status, String type) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    assertThat(reply.errorType()).isEqualTo(type);
    assertThat(new TreeSet<>(reply.json().propertyNames())).containsExactly("message");
    assertThat(reply.message()).isNotBlank();
    assertThat(reply.header("content-type")).contains("application/json");
    assertThat(UUID.fromString(reply.header("x-amzn-requestid").orElseThrow())).isNotNull();
  }
}
