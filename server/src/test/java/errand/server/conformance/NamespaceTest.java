package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Arrival;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/**
 * Namespaced jobs as the Greengrass clients ask for them: each namespace is a queue of its own.
 * Source: device-protocol 1.2 [sdk-code].
 */
@ExtendWith(SharedServer.class)
final class NamespaceTest {
  private static final String NS = "aws-gg-deployment";

  private final RunningServer server;
  private final String thing;
  private final String jobs;

  NamespaceTest(RunningServer server) {
    this.server = server;
    this.thing = server.thing();
    this.jobs = "$aws/things/" + thing + "/jobs/";
  }

  /** A job of the namespace, queued for the thing when this returns. */
  private String namespacedJob() {
    var id = server.freshName("deployment");
    server
        .operator()
        .createJobWith("{\"namespaceId\":\"" + NS + "\"}", id, "{\"op\":\"deploy\"}", thing);
    var path = "/things/" + thing + "/jobs?namespaceId=" + NS;
    Await.answer(
        () -> server.operator().device("GET", path, "").json().path("queuedJobs"),
        queued -> queued.findValuesAsString("jobId").contains(id));
    return id;
  }

  private static String jobId(JsonNode json) {
    return json.path("execution").path("jobId").asString("");
  }

  @Test
  void a_namespaced_job_is_announced_and_run_on_its_own_topics() {
    try (var device = MqttProbe.connect(server.doors())) {
      device.subscribe(
          jobs + "notify-namespace-" + NS,
          jobs + "notify-next-namespace-" + NS,
          jobs + "notify",
          jobs + "notify-next");
      device.subscribe(
          jobs + "$next/namespace-" + NS + "/get/accepted",
          jobs + "+/namespace-" + NS + "/update/accepted");

      var job = namespacedJob();

      var announced = device.next(2);
      assertThat(announced)
          .extracting(Arrival::topic)
          .containsExactly(jobs + "notify-namespace-" + NS, jobs + "notify-next-namespace-" + NS);
      assertThat(jobId(announced.getLast().json())).isEqualTo(job);

      var next = device.request(jobs + "$next/namespace-" + NS + "/get", "");
      assertThat(next.topic()).isEqualTo(jobs + "$next/namespace-" + NS + "/get/accepted");
      assertThat(next.json().path("execution").path("jobDocument").path("op").asString())
          .isEqualTo("deploy");

      var update = jobs + job + "/namespace-" + NS + "/update";
      assertThat(device.request(update, "{\"status\":\"IN_PROGRESS\"}").topic())
          .isEqualTo(update + "/accepted");
      assertThat(device.request(update, "{\"status\":\"SUCCEEDED\"}").topic())
          .isEqualTo(update + "/accepted");
      assertThat(device.next(2))
          .extracting(Arrival::topic)
          .containsExactly(jobs + "notify-namespace-" + NS, jobs + "notify-next-namespace-" + NS);
    }
  }

  @Test
  void queues_do_not_see_each_other_and_do_not_wait_for_each_other() {
    try (var device = MqttProbe.connect(server.doors())) {
      var deployment = namespacedJob();
      var ordinary = server.queuedJob(thing);

      assertThat(jobId(device.request(jobs + "$next/get", "").json())).isEqualTo(ordinary);
      assertThat(jobId(device.request(jobs + "$next/namespace-" + NS + "/get", "").json()))
          .isEqualTo(deployment);
      assertThat(device.request(jobs + "$next/namespace-other/get", "").json().has("execution"))
          .isFalse();
      assertThat(
              device
                  .request(jobs + "get", "")
                  .json()
                  .path("queuedJobs")
                  .findValuesAsString("jobId"))
          .isEqualTo(List.of(ordinary));
    }
  }

  @Test
  void a_job_of_one_namespace_is_not_found_in_another() {
    try (var device = MqttProbe.connect(server.doors())) {
      var deployment = namespacedJob();
      for (var elsewhere : List.of("/get", "/namespace-other/get")) {
        var answer = device.request(jobs + deployment + elsewhere, "");

        assertThat(answer.topic()).isEqualTo(jobs + deployment + elsewhere + "/rejected");
        assertThat(answer.json().path("code").asString()).isEqualTo("ResourceNotFound");
      }
    }
  }

  @Test
  void https_names_the_namespace_in_its_query() {
    var deployment = namespacedJob();
    var operator = server.operator();
    var path = "/things/" + thing + "/jobs/$next";

    assertThat(operator.device("PUT", path, "{}").json().has("execution")).isFalse();
    assertThat(jobId(operator.device("PUT", path + "?namespaceId=" + NS, "{}").json()))
        .isEqualTo(deployment);
  }

  @Test
  void a_namespace_that_is_none_is_no_topic() {
    try (var device = MqttProbe.connect(server.doors())) {
      var topic = jobs + "$next/namespace-/get";

      var answer = device.request(topic, "{\"clientToken\":\"t\"}");

      assertThat(answer.topic()).isEqualTo(topic + "/rejected");
      assertThat(answer.json().path("code").asString()).isEqualTo("InvalidTopic");
      assertThat(answer.json().path("clientToken").asString()).isEqualTo("t");
    }
  }
}
