package errand.server.model;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awssdk.services.iotjobsdataplane.model.JobExecutionStatus.FAILED;
import static software.amazon.awssdk.services.iotjobsdataplane.model.JobExecutionStatus.IN_PROGRESS;
import static software.amazon.awssdk.services.iotjobsdataplane.model.JobExecutionStatus.REJECTED;
import static software.amazon.awssdk.services.iotjobsdataplane.model.JobExecutionStatus.SUCCEEDED;

import errand.server.conformance.support.Https;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import errand.server.model.Facts.Fact;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.iotjobsdataplane.model.DescribeJobExecutionRequest;
import software.amazon.awssdk.services.iotjobsdataplane.model.DescribeJobExecutionResponse;
import software.amazon.awssdk.services.iotjobsdataplane.model.GetPendingJobExecutionsRequest;
import software.amazon.awssdk.services.iotjobsdataplane.model.GetPendingJobExecutionsResponse;
import software.amazon.awssdk.services.iotjobsdataplane.model.JobExecutionStatus;
import software.amazon.awssdk.services.iotjobsdataplane.model.StartNextPendingJobExecutionRequest;
import software.amazon.awssdk.services.iotjobsdataplane.model.StartNextPendingJobExecutionResponse;
import software.amazon.awssdk.services.iotjobsdataplane.model.UpdateJobExecutionRequest;
import software.amazon.awssdk.services.iotjobsdataplane.model.UpdateJobExecutionResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The service model {@code iot-jobs-data}, but for StartCommandExecution, which is not about jobs.
 * Source: device-protocol 2 [model].
 */
@ExtendWith(SharedServer.class)
@SuppressWarnings("NonApiType") // Sorted, for readable failures.
final class DeviceModelTest {
  private static final List<Fact> FACTS = Facts.of("iot-jobs-data");

  private static final Map<String, SdkPojo> REQUESTS =
      Map.of(
          "GetPendingJobExecutions", GetPendingJobExecutionsRequest.builder().build(),
          "StartNextPendingJobExecution", StartNextPendingJobExecutionRequest.builder().build(),
          "DescribeJobExecution", DescribeJobExecutionRequest.builder().build(),
          "UpdateJobExecution", UpdateJobExecutionRequest.builder().build());

  private final RunningServer server;
  private final String thing;
  private final String job;

  DeviceModelTest(RunningServer server) {
    this.server = server;
    this.thing = server.thing();
    this.job = server.queuedJob(thing);
  }

  static List<Fact> overHttps() {
    return FACTS.stream().filter(fact -> !fact.in().equals("mqtt")).toList();
  }

  static List<Fact> overMqtt() {
    return FACTS.stream().filter(fact -> Set.of("body", "mqtt").contains(fact.in())).toList();
  }

  @Test
  void the_facts_name_every_member_of_every_request() {
    REQUESTS.forEach(
        (operation, request) ->
            assertThat(Facts.members(overHttps(), operation)).isEqualTo(Members.of(request)));
  }

  @ParameterizedTest
  @MethodSource("overHttps")
  void over_https_the_edges_of_a_member_are_accepted_and_one_beyond_is_refused(Fact fact) {
    var soft = new SoftAssertions();
    for (var value : fact.accepted()) {
      var reply = send(fact, value);
      soft.assertThat(reply.errorType())
          .as("%s %s", fact, value)
          .isNotEqualTo("InvalidRequestException");
      soft.assertThat(reply.status()).as("%s %s", fact, value).isIn(200, 404, 409);
    }
    for (var value : fact.refused()) {
      var reply = send(fact, value);
      soft.assertThat(reply.status()).as("%s %s", fact, value).isEqualTo(400);
      soft.assertThat(reply.errorType())
          .as("%s %s", fact, value)
          .isEqualTo("InvalidRequestException");
    }
    soft.assertAll();
  }

  private Https.Reply send(Fact fact, JsonNode value) {
    var text = URLEncoder.encode(value.asString(""), StandardCharsets.UTF_8).replace("+", "%20");
    var here = fact.in().equals("path") && fact.member().equals("thingName") ? text : thing;
    var which = fact.in().equals("path") && fact.member().equals("jobId") ? text : job;
    var query = fact.in().equals("query") ? "?" + fact.member() + "=" + text : "";
    var jobs = "/things/" + here + "/jobs";
    var body = fact.in().equals("body") ? body(fact, value) : body(fact);
    return switch (fact.operation()) {
      case "GetPendingJobExecutions" -> server.operator().device("GET", jobs, "");
      case "StartNextPendingJobExecution" -> server.operator().device("PUT", jobs + "/$next", body);
      case "DescribeJobExecution" ->
          server.operator().device("GET", jobs + "/" + which + query, "");
      default -> server.operator().device("POST", jobs + "/" + which, body);
    };
  }

  private static String body(Fact fact) {
    return fact.operation().equals("UpdateJobExecution") ? "{\"status\":\"IN_PROGRESS\"}" : "{}";
  }

  private static String body(Fact fact, JsonNode value) {
    var body = (ObjectNode) JsonMapper.shared().readTree(body(fact));
    return body.setAll(fact.with(value)).toString();
  }

  @ParameterizedTest
  @MethodSource("overMqtt")
  void over_mqtt_the_edges_of_a_member_are_accepted_and_one_beyond_is_refused(Fact fact) {
    var soft = new SoftAssertions();
    var topic = "$aws/things/" + thing + "/jobs/" + lastLevels(fact.operation());
    try (var device = MqttProbe.connect(server.doors())) {
      for (var value : fact.accepted()) {
        var answer = device.request(topic, body(fact, value));
        soft.assertThat(answer.json().path("code").asString(""))
            .as("%s %s", fact, value)
            .isIn("", "ResourceNotFound", "VersionMismatch");
      }
      for (var value : fact.refused()) {
        var answer = device.request(topic, body(fact, value));
        soft.assertThat(answer.json().path("code").asString(""))
            .as("%s %s", fact, value)
            .isEqualTo("InvalidRequest");
      }
    }
    soft.assertAll();
  }

  private String lastLevels(String operation) {
    return switch (operation) {
      case "GetPendingJobExecutions" -> "get";
      case "StartNextPendingJobExecution" -> "start-next";
      case "DescribeJobExecution" -> job + "/get";
      default -> job + "/update";
    };
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN_TO_SDK_VERSION")
  void every_status_of_the_model_is_a_devices_to_give_or_refused(JobExecutionStatus status) {
    var given = EnumSet.of(IN_PROGRESS, SUCCEEDED, FAILED, REJECTED).contains(status);
    var another = server.queuedJob(thing);
    var body = "{\"status\":\"" + status + "\",\"includeJobExecutionState\":true}";

    var https = server.operator().device("POST", "/things/" + thing + "/jobs/" + job, body);
    try (var device = MqttProbe.connect(server.doors())) {
      var topic = "$aws/things/" + thing + "/jobs/" + another + "/update";
      var mqtt = device.request(topic, body).json();

      assertThat(https.status()).isEqualTo(given ? 200 : 400);
      assertThat(https.errorType()).isEqualTo(given ? "" : "InvalidRequestException");
      assertThat(mqtt.path("code").asString("")).isEqualTo(given ? "" : "InvalidRequest");
      for (var json : List.of(https.json(), mqtt)) {
        assertThat(json.path("executionState").path("status").asString(""))
            .isEqualTo(given ? status.toString() : "");
      }
    }
  }

  @Test
  void every_member_of_every_response_is_sent_and_nothing_else() {
    var timed = server.freshName("job");
    var limit = "{\"timeoutConfig\":{\"inProgressTimeoutInMinutes\":5}}";
    server.operator().createJobWith(limit, timed, "{}", thing);
    server.awaitQueued(timed, thing);
    var jobs = "/things/" + thing + "/jobs";
    var details = "{\"statusDetails\":{\"a\":\"b\"}}";
    var all =
        "{\"status\":\"IN_PROGRESS\",\"includeJobExecutionState\":true,"
            + "\"includeJobDocument\":true,\"stepTimeoutInMinutes\":5}";

    var started = server.operator().device("PUT", jobs + "/$next", details).json();
    var updated = server.operator().device("POST", jobs + "/" + job, all).json();
    var described = server.operator().device("GET", jobs + "/" + job, "").json();
    var pending = server.operator().device("GET", jobs, "").json();

    assertThat(paths(updated))
        .isEqualTo(Members.leaves(UpdateJobExecutionResponse.builder().build()));
    assertThat(paths(described))
        .isEqualTo(Members.leaves(DescribeJobExecutionResponse.builder().build()));
    // Only a job that has not begun is without startedAt, and none of this plane is cut short.
    var startedNames = Members.leaves(StartNextPendingJobExecutionResponse.builder().build());
    startedNames.removeAll(Set.of("execution.approximateSecondsBeforeTimedOut"));
    assertThat(paths(started)).isEqualTo(startedNames);
    var pendingNames = Members.leaves(GetPendingJobExecutionsResponse.builder().build());
    pendingNames.removeAll(Set.of("queuedJobs.startedAt"));
    assertThat(paths(pending)).isEqualTo(pendingNames);
  }

  private static TreeSet<String> paths(JsonNode node) {
    var paths = new TreeSet<String>();
    add(paths, "", node);
    return paths;
  }

  private static void add(TreeSet<String> paths, String path, JsonNode node) {
    if (node.isArray()) {
      node.forEach(each -> add(paths, path, each));
    } else if (node.isObject() && !path.endsWith("statusDetails")) {
      node.properties()
          .forEach(
              each ->
                  add(
                      paths,
                      path.isEmpty() ? each.getKey() : path + "." + each.getKey(),
                      each.getValue()));
    } else {
      paths.add(path);
    }
  }
}
