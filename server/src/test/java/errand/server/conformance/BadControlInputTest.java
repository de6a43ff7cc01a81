package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.RunningServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * What else an operator must not ask for. Bad shapes are told in the service's own sentence, before
 * anything is looked up; then come existence and state. Source: control-plane 1.3, 2.6.
 */
final class BadControlInputTest extends BadOperator {
  BadControlInputTest(RunningServer server) {
    super(server);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "5", "nonsense", "{} {}", "\uFEFF{}"})
  void a_body_that_is_not_one_json_object_is_an_invalid_request(String body) {
    assertInvalid(
        operator.call("PUT", "/jobs/" + server.freshName("job"), body),
        "The body must be one JSON object in UTF-8.");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /jobs/{id}, jobId",
    "PUT, /jobs/{id}, jobId",
    "PUT, /jobs/{id}/cancel, jobId",
    "GET, /jobs/{id}/job-document, jobId",
    "GET, /jobs/{id}/things, jobId",
    "GET, /things/t/jobs/{id}, jobId",
    "GET, /things/{id}, thingName",
    "POST, /things/{id}, thingName",
    "GET, /thing-groups/{id}, thingGroupName",
    "POST, /thing-groups/{id}, thingGroupName",
    "GET, /thing-groups/{id}/things, thingGroupName",
  })
  void a_bad_name_in_the_path_is_400_before_anything_is_looked_up(
      String method, String path, String member) {
    var body = method.equals("PUT") && path.endsWith("{id}") ? jobBody().toString() : "{}";

    var reply =
        operator.call(method, path.replace("{id}", "a.b"), method.equals("GET") ? "" : body);

    assertInvalidContaining(
        reply,
        "1 validation error detected: Value 'a.b' at '%s' failed to satisfy constraint: Member must satisfy regular expression pattern: ["
            .formatted(member));
  }

  @Test
  void what_is_there_already_is_told_so() {
    var job = server.queuedJob(thing);
    assertError(
        operator.call("PUT", "/jobs/" + job, jobBody().toString()),
        409,
        "ResourceAlreadyExistsException");

    var other = "{\"attributePayload\":{\"attributes\":{\"a\":\"b\"}}}";
    assertError(
        operator.call("POST", "/things/" + thing, other), 409, "ResourceAlreadyExistsException");
    assertThat(operator.call("POST", "/things/" + thing, "{}").status()).isEqualTo(200);

    var group = "/thing-groups/" + server.freshName("group");
    assertThat(operator.call("POST", group, "{}").status()).isEqualTo(200);
    assertThat(operator.call("POST", group, "{}").status()).isEqualTo(200);
    assertError(
        operator.call(
            "POST", group, "{\"thingGroupProperties\":{\"thingGroupDescription\":\"x\"}}"),
        409,
        "ResourceAlreadyExistsException");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /jobs/none",
    "GET, /jobs/none/job-document",
    "GET, /jobs/none/things",
    "PUT, /jobs/none/cancel",
    "GET, /things/nobody",
    "GET, /things/{thing}/jobs/none",
    "GET, /things/nobody/jobs/none",
    "GET, /thing-groups/nobodies",
    "GET, /thing-groups/nobodies/things",
    "GET, /certificates/0000000000000000000000000000000000000000000000000000000000000000",
  })
  void what_is_not_there_is_not_found(String method, String path) {
    var body = method.equals("GET") ? "" : "{}";

    assertError(
        operator.call(method, path.replace("{thing}", thing), body),
        404,
        "ResourceNotFoundException");
  }

  @ParameterizedTest
  @CsvSource({
    "/jobs?maxResults=0, Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1",
    "/jobs?maxResults=251, Value '251' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 250",
    "/jobs?maxResults=ten, Value 'ten' at 'maxResults'",
    "/jobs?maxResults=, Value '' at 'maxResults'",
    "/jobs?status=DONE, Value 'DONE' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [",
    "/jobs?targetSelection=ALL, Value 'ALL' at 'targetSelection'",
    "/jobs/j/things?status=GONE, Value 'GONE' at 'status'",
    "/jobs/j?beforeSubstitution=maybe, Value 'maybe' at 'beforeSubstitution'",
    "/things/t/jobs/j?executionNumber=x, Value 'x' at 'executionNumber'",
    "/things?maxResults=-1, Value '-1' at 'maxResults'",
    "/endpoint?endpointType=iot:Nothing, Value 'iot:Nothing' at 'endpointType'",
  })
  void a_bad_query_value_is_told(String pathAndQuery, String sentence) {
    assertInvalidContaining(
        operator.call("GET", pathAndQuery, ""), "1 validation error detected: " + sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/cancel?force=yes | {}                              | Value 'yes' at 'force'",
        "/cancel           | {\"reasonCode\":\"not upper\"}  | Value 'not upper' at 'reasonCode'",
        "/cancel           | {\"comment\":\"a\\u0000b\"}     | at 'comment'",
        "/cancel           | {\"comment\":\"a\\ud800b\"}     | at 'comment'",
      })
  void a_bad_cancel_is_told_and_cancels_nothing(String behind, String body, String sentence) {
    var job = server.queuedJob(thing);

    assertInvalidContaining(operator.call("PUT", "/jobs/" + job + behind, body), sentence);

    assertThat(operator.describeJob(job).path("status").asString()).isEqualTo("IN_PROGRESS");
  }

  @Test
  void a_job_that_is_over_cannot_be_canceled() {
    var job = server.queuedJob(thing);
    operator.cancelJob(job);

    assertInvalidContaining(operator.call("PUT", "/jobs/" + job + "/cancel", "{}"), job);
  }

  @Test
  void a_page_token_that_is_damaged_or_of_another_filter_is_refused() {
    server.queuedJob(thing);
    server.queuedJob(thing);
    var page = operator.call("GET", "/jobs?maxResults=1&status=IN_PROGRESS", "").json();
    var token = page.path("nextToken").asString();
    var flipped = (token.charAt(3) == 'A' ? 'B' : 'A') + token.substring(1);

    for (var query :
        new String[] {
          "status=IN_PROGRESS&nextToken=" + token.substring(1),
          "status=IN_PROGRESS&nextToken=" + flipped,
          "status=IN_PROGRESS&nextToken=" + token + "AAAA",
          "status=IN_PROGRESS&nextToken=x",
          "status=IN_PROGRESS&nextToken=",
          "status=IN_PROGRESS&nextToken=%25%25",
          "status=COMPLETED&nextToken=" + token,
          "nextToken=" + token,
        }) {
      assertInvalid(operator.call("GET", "/jobs?" + query, ""), "Next token is invalid.");
    }
    assertInvalid(operator.call("GET", "/things?nextToken=" + token, ""), "Next token is invalid.");
    assertThat(operator.call("GET", "/jobs?status=IN_PROGRESS&nextToken=" + token, "").status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "arn:aws:iot:us-east-1:000000000000:thing/x",
        "arn:aws:iot:us-east-1:000000000000:cert/xyz"
      })
  void a_principal_that_is_no_certificate_is_an_invalid_request(String principal) {
    var headers =
        principal.isEmpty() ? Map.<String, String>of() : Map.of("x-amzn-principal", principal);

    assertInvalidContaining(
        operator.call("PUT", "/things/" + thing + "/principals", "{}", headers),
        "x-amzn-principal");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----"
      })
  void a_signing_request_that_is_none_is_an_invalid_request(String csr) {
    var body = JsonMapper.shared().createObjectNode().put("certificateSigningRequest", csr);

    assertInvalidContaining(operator.call("POST", "/certificates", body.toString()), "");
    assertInvalidContaining(
        operator.call("POST", "/certificates", "{}"), "certificateSigningRequest");
  }

  @ParameterizedTest
  @CsvSource({"GET, /nonsense", "POST, /jobs", "GET, /jobs/j/nonsense", "PUT, /endpoint", "GET, /"})
  void a_method_and_path_of_no_operation_are_not_found(String method, String path) {
    assertError(operator.call(method, path, ""), 404, "UnknownOperationException");
  }
}
