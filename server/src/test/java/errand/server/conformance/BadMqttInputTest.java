package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.RunningServer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/**
 * Payloads a device must not send. Each has its exact answer, changes nothing and leaves the
 * connection as it was. Source: device-protocol 1.8, 2.9, 3.2, 6.2.
 */
final class BadMqttInputTest extends BadDevice {
  BadMqttInputTest(RunningServer server) {
    super(server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{\"clientToken\":\"t\"",
        "{\"clientToken\":\"t\"}}",
        "{'status':1}",
        "{\"a\":01}",
        "[]",
        "5",
        "\"x\"",
        "null",
        "true",
        " ",
        "\n",
        "nonsense",
        "{} {}",
        "{}x",
        "{}\u0000",
        "{\"clientToken\":\"t\",}",
        "\uFEFF{}",
        "{\"a\":NaN}",
        "{\"a\":\"\t\"}",
      })
  void text_that_is_not_one_json_object_is_invalid_json(String payload) {
    for (var request : List.of("get", "start-next", "$next/get", job + "/get", job + "/update")) {
      assertRejected(device.request(jobs(request), payload), request, "InvalidJson");
    }
    assertConnectionWorks();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7b007d00", // UTF-16, little endian
        "fffe7b007d00", // the same with its mark
        "feff007b007d", // UTF-16, big endian, with its mark
        "7b0000007d000000", // UTF-32
        "7b2261223a22ff227d", // {"a":"<ff>"}
        "7b2261223a22c0af227d", // an overlong slash
        "7b2261223a22eda080227d", // half a surrogate pair
        "7b2261223a22e282227d", // a character cut short
        "7b7d00", // a NUL behind
        "80",
      })
  void octets_that_are_not_utf_8_are_invalid_json(String hex) {
    var payload = HexFormat.of().parseHex(hex);

    assertRejected(device.request(jobs(job + "/update"), payload), job + "/update", "InvalidJson");
    assertConnectionWorks();
  }

  @Test
  void nesting_beyond_all_reason_is_invalid_json() {
    var deep = "{\"a\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}";

    assertRejected(device.request(jobs("get"), deep), "get", "InvalidJson");
    assertConnectionWorks();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}                                                | at 'status'",
        "{`status`:null}                                   | at 'status'",
        "{`status`:5}                                      | status",
        "{`status`:{}}                                     | status",
        "{`status`:``}                                     | status",
        "{`status`:`succeeded`}                            | status",
        "{`status`:`SUCCESS`}                              | status",
        "{`status`:`FAILURE`}                              | status",
        "{`status`:`QUEUED`}                               | QUEUED",
        "{`status`:`CANCELED`}                             | CANCELED",
        "{`status`:`TIMED_OUT`}                            | TIMED_OUT",
        "{`status`:`REMOVED`}                              | REMOVED",
        "{`status`:`FAILED`,`expectedVersion`:1.5}         | expectedVersion",
        "{`status`:`FAILED`,`expectedVersion`:true}        | expectedVersion",
        "{`status`:`FAILED`,`expectedVersion`:[1]}         | expectedVersion",
        "{`status`:`FAILED`,`expectedVersion`:``}          | expectedVersion",
        "{`status`:`FAILED`,`expectedVersion`:`one`}       | expectedVersion",
        "{`status`:`FAILED`,`expectedVersion`:`1.0`}       | expectedVersion",
        "{`status`:`FAILED`,`expectedVersion`:1e999999999} | expectedVersion",
        "{`status`:`FAILED`,`expectedVersion`:9223372036854775808}     | expectedVersion",
        "{`status`:`FAILED`,`expectedVersion`:`99999999999999999999`}  | expectedVersion",
        "{`status`:`FAILED`,`executionNumber`:1.5}         | executionNumber",
        "{`status`:`FAILED`,`executionNumber`:`x`}         | executionNumber",
        "{`status`:`FAILED`,`executionNumber`:{}}          | executionNumber",
        "{`status`:`FAILED`,`includeJobDocument`:`true`}   | includeJobDocument",
        "{`status`:`FAILED`,`includeJobDocument`:1}        | includeJobDocument",
        "{`status`:`FAILED`,`includeJobExecutionState`:0}  | includeJobExecutionState",
        "{`status`:`FAILED`,`stepTimeoutInMinutes`:0}      | stepTimeoutInMinutes",
        "{`status`:`FAILED`,`stepTimeoutInMinutes`:-2}     | stepTimeoutInMinutes",
        "{`status`:`FAILED`,`stepTimeoutInMinutes`:10081}  | stepTimeoutInMinutes",
        "{`status`:`FAILED`,`stepTimeoutInMinutes`:1.5}    | stepTimeoutInMinutes",
        "{`status`:`FAILED`,`stepTimeoutInMinutes`:`soon`} | stepTimeoutInMinutes",
        "{`status`:`FAILED`,`statusDetails`:`x`}           | statusDetails",
        "{`status`:`FAILED`,`statusDetails`:[]}            | statusDetails",
        "{`status`:`FAILED`,`statusDetails`:{`a`:1}}       | statusDetails",
        "{`status`:`FAILED`,`statusDetails`:{`a`:true}}    | statusDetails",
        "{`status`:`FAILED`,`statusDetails`:{`a`:{}}}      | statusDetails",
        "{`status`:`FAILED`,`statusDetails`:{`a`:``}}      | statusDetails",
        "{`status`:`FAILED`,`statusDetails`:{``:`x`}}      | statusDetails",
        "{`status`:`FAILED`,`statusDetails`:{`a b`:`x`}}   | statusDetails",
        "{`status`:`FAILED`,`statusDetails`:{`ä`:`x`}}     | statusDetails",
        "{`status`:`FAILED`,`statusDetails`:{`a`:`\\u0000`}} | statusDetails",
        "{`status`:`FAILED`,`statusDetails`:{`a`:`\\u001b[1m`}} | statusDetails",
        "{`status`:`FAILED`,`statusDetails`:{`a`:`\\ud800`}} | statusDetails",
      })
  void an_update_with_a_bad_member_is_an_invalid_request(String members, String named) {
    var body = withToken(members.replace('`', '"'));

    var answer = device.request(jobs(job + "/update"), body);

    assertRejectedWithToken(answer, job + "/update", "InvalidRequest");
    assertThat(answer.json().path("message").asString()).contains(named);
    assertConnectionWorks();
  }

  @Test
  void a_missing_status_is_told_in_the_services_own_sentence() {
    var answer = device.request(jobs(job + "/update"), "{}");

    assertThat(answer.json().path("message").asString())
        .isEqualTo(
            "1 validation error detected: Value null at 'status' failed to satisfy constraint: "
                + "Member must not be null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "start-next | {`stepTimeoutInMinutes`:-1}",
        "start-next | {`stepTimeoutInMinutes`:0}",
        "start-next | {`stepTimeoutInMinutes`:10081}",
        "start-next | {`statusDetails`:[]}",
        "$next/get  | {`includeJobDocument`:`no`}",
        "J/get      | {`includeJobDocument`:`no`}",
        "J/get      | {`executionNumber`:`first`}",
        "J/get      | {`executionNumber`:1.25}",
      })
  void the_other_operations_refuse_bad_members_too(String request, String members) {
    var topic = request.replace("J", job);

    var answer = device.request(jobs(topic), withToken(members.replace('`', '"')));

    assertRejectedWithToken(answer, topic, "InvalidRequest");
    assertConnectionWorks();
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "true", "[]", "{}", "\"\\ud800\"", "\"a\\udc00b\""})
  void a_token_that_cannot_be_echoed_is_an_invalid_request_and_not_echoed(String token) {
    var body = "{\"status\":\"FAILED\",\"clientToken\":" + token + "}";
    for (var request : List.of("get", "start-next", "$next/get", job + "/get", job + "/update")) {
      assertRejected(device.request(jobs(request), body), request, "InvalidRequest");
    }
    assertConnectionWorks();
  }

  @Test
  void details_beyond_their_limits_are_an_invalid_request() {
    var pairs = new StringBuilder("{");
    IntStream.range(0, 33)
        .forEach(
            i ->
                pairs
                    .append("\"k")
                    .append(i)
                    .append("\":\"")
                    .append("x".repeat(1000))
                    .append("\","));
    var tooMuch = pairs.append("\"last\":\"x\"}").toString();
    for (var details :
        List.of(
            "{\"a\":\"" + "x".repeat(1025) + "\"}",
            "{\"" + "k".repeat(129) + "\":\"x\"}",
            tooMuch)) {
      var body = withToken("{\"status\":\"FAILED\",\"statusDetails\":" + details + "}");

      assertRejectedWithToken(
          device.request(jobs(job + "/update"), body), job + "/update", "InvalidRequest");
    }
    assertConnectionWorks();
  }

  @Test
  void a_stale_version_is_told_with_the_state() {
    var answer =
        device.request(
            jobs(job + "/update"), withToken("{\"status\":\"FAILED\",\"expectedVersion\":0}"));

    assertThat(answer.json().path("code").asString()).isEqualTo("VersionMismatch");
    assertThat(answer.json().path("clientToken").asString()).isEqualTo("t");
    assertThat(answer.json().path("executionState"))
        .isEqualTo(JsonMapper.shared().readTree("{\"status\":\"QUEUED\",\"versionNumber\":1}"));
    assertConnectionWorks();
  }

  @ParameterizedTest
  @ValueSource(strings = {"IN_PROGRESS", "SUCCEEDED", "FAILED", "REJECTED"})
  void after_the_end_every_report_is_an_illegal_transition_whatever_version_it_expects(
      String status) {
    var other = server.thing();
    var over = server.queuedJob(other);
    var topic = "$aws/things/" + other + "/jobs/" + over + "/update";
    device.request(topic, "{\"status\":\"SUCCEEDED\"}");

    var answer = device.request(topic, "{\"status\":\"" + status + "\",\"expectedVersion\":99}");

    assertThat(answer.topic()).isEqualTo(topic + "/rejected");
    assertThat(answer.json().path("code").asString()).isEqualTo("InvalidStateTransition");
    assertThat(answer.json().path("executionState"))
        .isEqualTo(JsonMapper.shared().readTree("{\"status\":\"SUCCEEDED\",\"versionNumber\":2}"));
    assertConnectionWorks();
  }
}
