package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Arrival;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** The must-nots of device-protocol 10.7. */
@ExtendWith(SharedServer.class)
final class WorkedTracesMustNotTest {
  private final RunningServer server;

  WorkedTracesMustNotTest(RunningServer server) {
    this.server = server;
  }

  @Test
  void a_wide_subscriber_sees_each_answer_once_and_no_request() {
    var pump = server.thing();
    try (var device = MqttProbe.connect(server.doors())) {
      device.subscribe(
          base(pump) + "#", base(pump) + "+/get/accepted", base(pump) + "$next/get/accepted");

      device.publish(base(pump) + "$next/get", "{\"clientToken\":\"once\"}");

      assertThat(device.beforeAnswerOf(pump))
          .extracting(Arrival::topic)
          .containsExactly(base(pump) + "$next/get/accepted");
    }
  }

  @Test
  void a_second_client_on_the_answer_topic_gets_nothing() {
    var pump = server.thing();
    var job = server.queuedJob(pump);
    try (var device = MqttProbe.connect(server.doors());
        var neighbour = MqttProbe.connect(server.doors())) {
      neighbour.subscribe(base(pump) + job + "/update/accepted", base(pump) + "notify");

      device.request(base(pump) + job + "/update", "{\"status\":\"SUCCEEDED\"}");

      // The notification of the same update arrives, and nothing did before it.
      assertThat(neighbour.next().topic()).isEqualTo(base(pump) + "notify");
      assertThat(neighbour.beforeAnswerOf(pump)).isEmpty();
    }
  }

  @Test
  void an_execution_is_never_null_or_empty_and_no_time_is_in_milliseconds() {
    var pump = server.thing();
    try (var device = MqttProbe.connect(server.doors())) {
      device.subscribe(base(pump) + "notify", base(pump) + "notify-next");
      var job = server.queuedJob(pump);
      for (var request :
          List.of("get", "start-next", "$next/get", job + "/get", job + "/update", "$next/get")) {
        var status = request.endsWith("update") ? "{\"status\":\"FAILED\"}" : "";
        device.publish(base(pump) + request, status);
      }

      // The creation and the end tell twice each; six answers.
      for (var arrival : device.next(10)) {
        assertThat(problems(arrival.json())).as(arrival.toString()).isEmpty();
      }
      assertThat(device.beforeAnswerOf(pump)).isEmpty();
    }
  }

  private static List<JsonNode> problems(JsonNode message) {
    Predicate<JsonNode> milliseconds = each -> each.isNumber() && each.asLong() > 9_999_999_999L;
    var problems = new ArrayList<>(all(message).filter(JsonNode::isNull).toList());
    problems.addAll(all(message).filter(milliseconds).toList());
    if (message.path("execution").isObject() && message.path("execution").isEmpty()) {
      problems.add(message);
    }
    return problems;
  }

  private static Stream<JsonNode> all(JsonNode node) {
    return Stream.concat(
        Stream.of(node), node.values().stream().flatMap(WorkedTracesMustNotTest::all));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"get", "start-next", "$next/get", "J/get", "J/update"})
  void a_body_with_the_things_name_the_job_and_an_unknown_member_is_accepted(String request) {
    var pump = server.thing();
    var job = server.queuedJob(pump);
    try (var device = MqttProbe.connect(server.doors())) {

      var answer =
          device.request(
              base(pump) + request.replace("J", job),
              """
              {"thingName":"other","jobId":"other","unheardOf":{"a":[1]},"status":"IN_PROGRESS"}
              """);

      assertThat(answer.topic()).endsWith("/accepted");
    }
  }

  @Test
  void the_next_execution_is_described_whatever_number_is_asked_for() {
    var pump = server.thing();
    var job = server.queuedJob(pump);
    try (var device = MqttProbe.connect(server.doors())) {

      var answer = device.request(base(pump) + "$next/get", "{\"executionNumber\":7}");

      assertThat(answer.json().path("execution").path("jobId").asString()).isEqualTo(job);
      assertThat(answer.json().path("execution").path("executionNumber").asInt()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"get | accepted", "none/get | rejected"})
  void an_empty_token_is_echoed(String request, String outcome) {
    var pump = server.thing();
    try (var device = MqttProbe.connect(server.doors())) {

      var answer = device.request(base(pump) + request, "{\"clientToken\":\"\"}");

      assertThat(answer.topic()).isEqualTo(base(pump) + request + "/" + outcome);
      assertThat(answer.json().get("clientToken").asString()).isEmpty();
    }
  }

  private static String base(String thing) {
    return "$aws/things/" + thing + "/jobs/";
  }
}
