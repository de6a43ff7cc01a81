package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.Https;
import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Arrival;
import errand.server.conformance.support.RunningServer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/**
 * The traces of device-protocol 10.1 to 10.6, member by member and in order. Each trace has a thing
 * of its own, T stands for it in the texts; executions also show their thingName, see
 * device-protocol 9, point 19.
 */
final class WorkedTracesTest {
  private static final long T0 = 1_760_000_000;
  private static final String FLASH = "{\"op\":\"flash\"}";
  private static RunningServer server;

  @BeforeAll
  static void start() {
    server = RunningServer.start(MovableClock.at(T0));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void trace_1_nothing_is_pending_for_an_unsubscribed_client_with_an_empty_payload() {
    server.clock().set(T0);
    var pump = server.thing();
    try (var device = MqttProbe.connect(server.doors())) {

      var answer = device.request(base(pump) + "$next/get", "");

      assertThat(answer)
          .isEqualTo(arrival(pump, "$next/get/accepted", "{\"timestamp\":1760000000}"));
    }
  }

  @Test
  void trace_2_a_job_is_queued_started_reported_on_and_finished() {
    server.clock().set(T0 + 1);
    var pump = server.thing();
    try (var device = MqttProbe.connect(server.doors())) {
      device.subscribe(base(pump) + "notify", base(pump) + "notify-next");

      server.operator().createJob("fw-7", FLASH, pump);
      assertThat(device.next(2)).isEqualTo(queuedFirst(pump, "fw-7", T0 + 1));

      server.clock().set(T0 + 10);
      assertThat(
              device.request(
                  base(pump) + "start-next",
                  """
                  {"clientToken":"a1","statusDetails":{"step":"fetch"},"stepTimeoutInMinutes":5}
                  """))
          .isEqualTo(
              arrival(
                  pump,
                  "start-next/accepted",
                  """
                  {"clientToken":"a1","timestamp":1760000010,"execution":{"jobId":"fw-7",
                   "thingName":"T","status":"IN_PROGRESS","statusDetails":{"step":"fetch"},
                   "queuedAt":1760000001,"startedAt":1760000010,"lastUpdatedAt":1760000010,
                   "versionNumber":2,"executionNumber":1,"approximateSecondsBeforeTimedOut":300,
                   "jobDocument":{"op":"flash"}}}
                  """));

      // No notification in between: the next arrival is the next answer.
      server.clock().set(T0 + 20);
      assertThat(
              device.request(
                  base(pump) + "fw-7/update",
                  """
                  {"status":"IN_PROGRESS","statusDetails":{"step":"write"},"expectedVersion":"2",
                   "clientToken":"a2"}
                  """))
          .isEqualTo(
              arrival(
                  pump,
                  "fw-7/update/accepted",
                  """
                  {"clientToken":"a2","timestamp":1760000020}
                  """));

      server.clock().set(T0 + 30);
      device.publish(
          base(pump) + "fw-7/update",
          """
          {"status":"SUCCEEDED","expectedVersion":3,"includeJobExecutionState":true,
           "clientToken":"a3"}
          """);
      assertThat(device.next(3))
          .containsExactly(
              arrival(
                  pump,
                  "fw-7/update/accepted",
                  """
                  {"clientToken":"a3","timestamp":1760000030,"executionState":
                   {"status":"SUCCEEDED","statusDetails":{"step":"write"},"versionNumber":4}}
                  """),
              arrival(pump, "notify", "{\"timestamp\":1760000030,\"jobs\":{}}"),
              arrival(pump, "notify-next", "{\"timestamp\":1760000030}"));
      assertThat(device.beforeAnswerOf(pump)).isEmpty();
    }
  }

  @Test
  void trace_3_a_stale_version_is_refused_with_both_versions_and_the_state() {
    server.clock().set(T0 + 40);
    var pump = server.thing();
    server.operator().createJob("fw-8", FLASH, pump);
    server.awaitQueued("fw-8", pump);
    try (var device = MqttProbe.connect(server.doors())) {

      var answer =
          device.request(
              base(pump) + "fw-8/update",
              """
              {"status":"IN_PROGRESS","expectedVersion":9,"clientToken":"b1"}
              """);

      assertThat(answer.json().path("message").asString()).contains("9").contains("1");
      assertThat(answer)
          .isEqualTo(
              arrival(
                  pump,
                  "fw-8/update/rejected",
                  """
                  {"clientToken":"b1","timestamp":1760000040,"code":"VersionMismatch",
                   "message":"Expected version 9 but found version 1.",
                   "executionState":{"status":"QUEUED","versionNumber":1}}
                  """));
    }
  }

  @Test
  void trace_4_an_update_after_the_end_is_refused_with_the_state() {
    server.clock().set(T0 + 40);
    var pump = server.thing();
    server.operator().createJob("fw-74", FLASH, pump);
    server.awaitQueued("fw-74", pump);
    try (var device = MqttProbe.connect(server.doors())) {
      var topic = base(pump) + "fw-74/update";
      device.request(topic, "{\"status\":\"IN_PROGRESS\"}");
      device.request(topic, "{\"status\":\"IN_PROGRESS\",\"statusDetails\":{\"step\":\"write\"}}");
      device.request(topic, "{\"status\":\"SUCCEEDED\"}");

      server.clock().set(T0 + 50);
      var answer = device.request(topic, "{\"status\":\"IN_PROGRESS\",\"clientToken\":\"c1\"}");

      assertThat(answer)
          .isEqualTo(
              arrival(
                  pump,
                  "fw-74/update/rejected",
                  """
                  {"clientToken":"c1","timestamp":1760000050,"code":"InvalidStateTransition",
                   "message":
                    "Job execution status cannot change from SUCCEEDED to IN_PROGRESS.",
                   "executionState":
                    {"status":"SUCCEEDED","statusDetails":{"step":"write"},"versionNumber":4}}
                  """));
    }
  }

  @Test
  void trace_5_a_second_job_that_is_taken_up_becomes_the_next_without_a_list_notification() {
    server.clock().set(T0 + 55);
    var pump = server.thing();
    server.operator().createJob("j1", FLASH, pump);
    server.awaitQueued("j1", pump);
    server.clock().set(T0 + 56);
    server.operator().createJob("j2", FLASH, pump);
    server.awaitQueued("j2", pump);
    try (var device = MqttProbe.connect(server.doors())) {
      device.subscribe(base(pump) + "notify", base(pump) + "notify-next");

      server.clock().set(T0 + 60);
      device.publish(
          base(pump) + "j2/update", "{\"status\":\"IN_PROGRESS\",\"clientToken\":\"d1\"}");
      assertThat(device.next(2))
          .containsExactly(
              arrival(
                  pump, "j2/update/accepted", "{\"clientToken\":\"d1\",\"timestamp\":1760000060}"),
              arrival(
                  pump,
                  "notify-next",
                  """
                  {"timestamp":1760000060,"execution":{"jobId":"j2","thingName":"T",
                   "status":"IN_PROGRESS","queuedAt":1760000056,"startedAt":1760000060,
                   "lastUpdatedAt":1760000060,"versionNumber":2,"executionNumber":1,
                   "jobDocument":{"op":"flash"}}}
                  """));

      // What comes next on notify is about the next change, so there was none about this one.
      server.clock().set(T0 + 61);
      device.publish(base(pump) + "j1/update", "{\"status\":\"REJECTED\",\"clientToken\":\"d2\"}");
      assertThat(device.next(2))
          .containsExactly(
              arrival(
                  pump, "j1/update/accepted", "{\"clientToken\":\"d2\",\"timestamp\":1760000061}"),
              arrival(
                  pump,
                  "notify",
                  """
                  {"timestamp":1760000061,"jobs":{"IN_PROGRESS":[{"jobId":"j2",
                   "queuedAt":1760000056,"startedAt":1760000060,"lastUpdatedAt":1760000060,
                   "executionNumber":1,"versionNumber":2}]}}
                  """));
    }
  }

  @Test
  void trace_6_the_same_over_https() {
    server.clock().set(T0 + 70);
    var pump = server.thing();
    server.operator().createJob("fw-76", FLASH, pump);
    server.awaitQueued("fw-76", pump);
    https("POST", pump, "/fw-76", "{\"status\":\"SUCCEEDED\"}");
    server.operator().createJob("j16", FLASH, pump);
    server.awaitQueued("j16", pump);

    assertReply(
        https("GET", pump, "", ""),
        200,
        """
        {"inProgressJobs":[],"queuedJobs":[{"jobId":"j16","queuedAt":1760000070,
         "lastUpdatedAt":1760000070,"executionNumber":1,"versionNumber":1}]}
        """);
    server.clock().set(T0 + 71);
    assertReply(
        https("PUT", pump, "/%24next", "{}"),
        200,
        """
        {"execution":{"jobId":"j16","thingName":"%s","status":"IN_PROGRESS",
         "queuedAt":1760000070,"startedAt":1760000071,"lastUpdatedAt":1760000071,
         "versionNumber":2,"executionNumber":1,"jobDocument":"{\\"op\\":\\"flash\\"}"}}
        """
            .formatted(pump));
    assertError(https("GET", pump, "/none", ""), 404, "ResourceNotFoundException", "");
    assertError(
        https("POST", pump, "/fw-76", "{\"status\":\"FAILED\"}"),
        409,
        "InvalidStateTransitionException",
        "{\"status\":\"SUCCEEDED\",\"versionNumber\":2}");
    assertError(https("GET", pump, "/fw-76", ""), 410, "TerminalStateException", "");
  }

  private static List<Arrival> queuedFirst(String thing, String job, long at) {
    var times = "\"queuedAt\":" + at + ",\"lastUpdatedAt\":" + at;
    var numbers = ",\"executionNumber\":1,\"versionNumber\":1";
    return List.of(
        arrival(
            thing,
            "notify",
            "{\"timestamp\":%d,\"jobs\":{\"QUEUED\":[{\"jobId\":\"%s\",%s}]}}"
                .formatted(at, job, times + numbers)),
        arrival(
            thing,
            "notify-next",
            """
            {"timestamp":%d,"execution":{"jobId":"%s","thingName":"T","status":"QUEUED",%s,
             "jobDocument":{"op":"flash"}}}
            """
                .formatted(at, job, times + numbers)));
  }

  private static String base(String thing) {
    return "$aws/things/" + thing + "/jobs/";
  }

  private static Arrival arrival(String thing, String topic, String payload) {
    return Arrival.of(base(thing) + topic, payload.replace("\"T\"", "\"" + thing + "\""));
  }

  private static Https.Reply https(String method, String thing, String behind, String body) {
    return server.operator().device(method, "/things/" + thing + "/jobs" + behind, body);
  }

  private static void assertReply(Https.Reply reply, int status, String body) {
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.json()).isEqualTo(JsonMapper.shared().readTree(body));
    assertThat(reply.header("content-type")).contains("application/json");
  }

  private static void assertError(Https.Reply reply, int status, String type, String state) {
    var expected = JsonMapper.shared().createObjectNode().put("message", reply.message());
    if (!state.isEmpty()) {
      expected.set("executionState", JsonMapper.shared().readTree(state));
    }
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.errorType()).isEqualTo(type);
    assertThat(reply.json()).isEqualTo(expected);
    assertThat(reply.message()).isNotBlank();
  }
}
