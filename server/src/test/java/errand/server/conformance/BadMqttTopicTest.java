package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Login;
import errand.server.conformance.support.MqttProbe.Version;
import errand.server.conformance.support.RunningServer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Topics a device must not publish to. Each is answered, or closes the connection and leaves the
 * neighbour's as it was. Source: device-protocol 1.2, 1.8, 5.4, 5.5.
 */
final class BadMqttTopicTest extends BadDevice {
  private static final int PAYLOAD_BYTES_MAX = 128 * 1024;

  BadMqttTopicTest(RunningServer server) {
    super(server);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$next/update",
        "bad.id/update",
        "bad.id/get",
        "/get",
        "/update",
        "ä/get",
        "$nexT/get",
        "0123456789012345678901234567890123456789012345678901234567890123x/get",
      })
  void a_job_id_that_is_none_is_an_invalid_request(String request) {
    var answer = device.request(jobs(request), withToken("{\"status\":\"FAILED\"}"));

    assertRejectedWithToken(answer, request, "InvalidRequest");
    assertThat(answer.json().path("message").asString()).contains("jobId");
    assertConnectionWorks();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "foo",
        "get2",
        "Get",
        "start_next",
        "J/gets",
        "J/start",
        "J/delete",
        "J/get/more",
        "J/update/now",
        "",
        "J/",
        "get/",
        "J/name-NS/get",
        "J/namespace-/get",
      })
  void a_topic_of_no_operation_is_an_invalid_topic(String request) {
    var topic = request.replace("J", job);

    assertRejectedWithToken(device.request(jobs(topic), withToken("{}")), topic, "InvalidTopic");
    assertConnectionWorks();
  }

  @Test
  void the_bare_prefix_is_an_invalid_topic() {
    var answer = device.request("$aws/things/" + thing + "/jobs", "");

    assertThat(answer.topic()).isEqualTo("$aws/things/" + thing + "/jobs/rejected");
    assertThat(answer.json().path("code").asString()).isEqualTo("InvalidTopic");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "shadow/get",
        "shadow/name/a/update",
        "streams/s/get/json",
        "defender/metrics/json"
      })
  void what_is_for_another_service_is_taken_and_dropped_and_the_connection_stays(String rest) {
    device.publish("$aws/things/" + thing + "/" + rest, "{}");

    assertThat(device.beforeAnswerOf(thing)).isEmpty();
  }

  @Test
  void an_invalid_topic_whose_answer_would_be_too_deep_is_dropped() {
    device.publish(jobs("a/b/c/d"), "{}");

    assertThat(device.beforeAnswerOf(thing)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "none/get    | {}",
        "none/update | {`status`:`FAILED`}",
        "J/get       | {`executionNumber`:2}",
        "J/get       | {`executionNumber`:0}",
        "J/get       | {`executionNumber`:-1}",
        "J/get       | {`executionNumber`:`7`}",
        "J/update    | {`status`:`FAILED`,`executionNumber`:2}",
        "J/update    | {`status`:`FAILED`,`executionNumber`:`9`}",
        "J/namespace-x/get | {}",
      })
  void what_is_not_there_is_not_found(String request, String members) {
    var topic = request.replace("J", job);

    var answer = device.request(jobs(topic), withToken(members.replace('`', '"')));

    assertRejectedWithToken(answer, topic, "ResourceNotFound");
    assertConnectionWorks();
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "start-next", "$next/get", "j/get", "j/update"})
  void a_thing_that_is_not_registered_has_nothing(String request) {
    var topic = "$aws/things/nobody/jobs/" + request;

    var answer = device.request(topic, withToken("{\"status\":\"FAILED\"}"));

    assertThat(answer.topic()).isEqualTo(topic + "/rejected");
    assertThat(answer.json().path("code").asString()).isEqualTo("ResourceNotFound");
    assertConnectionWorks();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$aws/things//jobs/$next/get",
        "$aws/things//jobs/get",
        "$aws/things/a b/jobs/get",
        "$aws/things/a.b/jobs/get",
      })
  void a_thing_name_that_is_none_closes_the_connection(String topic) {
    var _ = device.send(topic, new byte[0]);

    device.awaitClosed();
    assertThat(device.rest()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "notify",
        "notify-next",
        "get/accepted",
        "get/rejected",
        "J/update/accepted",
        "start-next/rejected",
        "J/a/b/c/d",
      })
  void a_topic_that_is_not_for_devices_closes_an_mqtt_3_connection(String request) {
    var _ = device.send(jobs(request.replace("J", job)), new byte[0]);

    device.awaitClosed();
    assertThat(device.rest()).isEmpty();
  }

  @Test
  void a_retained_request_closes_an_mqtt_3_connection() {
    var _ = device.send(jobs("get"), new byte[0], 1, true);

    device.awaitClosed();
    assertThat(device.rest()).isEmpty();
  }

  @Test
  void a_payload_over_the_limit_closes_the_connection_and_one_at_the_limit_is_judged() {
    var filler = "{\"clientToken\":\"t\",\"a\":\"%s\"}";
    int overhead = filler.length() - "%s".length();
    var fits = filler.formatted("x".repeat(PAYLOAD_BYTES_MAX - overhead));

    assertThat(device.request(jobs("get"), fits).topic()).isEqualTo(jobs("get/accepted"));

    var _ = device.send(jobs("get"), (fits + " ").getBytes(StandardCharsets.UTF_8));
    device.awaitClosed();
    assertThat(device.rest()).isEmpty();
  }

  @Test
  void on_mqtt_5_too_the_answer_to_bad_input_comes_and_the_connection_stays() {
    try (var recent = MqttProbe.connect(Version.V5, Login.plain(server.doors()))) {
      assertRejected(recent.request(jobs("get"), "{"), "get", "InvalidJson");
      assertRejected(recent.request(jobs("foo"), "{}"), "foo", "InvalidTopic");
      assertRejected(
          recent.request(jobs("$next/update"), "{\"status\":\"FAILED\"}"),
          "$next/update",
          "InvalidRequest");
      assertThat(recent.publish(jobs("notify"), "{}")).isEqualTo(0x87);
      assertThat(recent.beforeAnswerOf(thing)).isEmpty();
    }
  }
}
