package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Arrival;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * When a thing's subscribers hear what, row by row of the table, whichever way a change comes in.
 * What must not be sent would stand between what must. Source: device-protocol 4.4, 4.5.
 */
@ExtendWith(SharedServer.class)
final class NotificationRowsTest {
  private final RunningServer server;
  private final String thing;
  private final String base;
  private final MqttProbe device;
  private final MqttProbe listener;

  NotificationRowsTest(RunningServer server) {
    this.server = server;
    this.thing = server.thing();
    this.base = "$aws/things/" + thing + "/jobs/";
    this.device = MqttProbe.connect(server.doors());
    this.listener = MqttProbe.connect(server.doors());
    listener.subscribe(base + "notify", base + "notify-next");
  }

  @AfterEach
  void close() {
    device.close();
    listener.close();
  }

  /** How changes come in. */
  enum Way {
    MQTT,
    HTTPS
  }

  private void report(Way way, String job, String status) {
    var body = "{\"status\":\"" + status + "\",\"statusDetails\":{\"a\":\"b\"}}";
    switch (way) {
      case MQTT ->
          assertThat(device.request(base + job + "/update", body).topic()).endsWith("/accepted");
      case HTTPS ->
          assertThat(
                  server
                      .operator()
                      .device("POST", "/things/" + thing + "/jobs/" + job, body)
                      .status())
              .isEqualTo(200);
    }
  }

  private void startNext(Way way) {
    switch (way) {
      case MQTT ->
          assertThat(device.request(base + "start-next", "").topic()).endsWith("/accepted");
      case HTTPS ->
          assertThat(
                  server.operator().device("PUT", "/things/" + thing + "/jobs/$next", "").status())
              .isEqualTo(200);
    }
  }

  /** Nothing of this is a change. */
  private void readAndFail(Way way, String job) {
    var bad = "{\"status\":\"FAILED\",\"expectedVersion\":99}";
    switch (way) {
      case MQTT -> {
        assertThat(device.request(base + "get", "").topic()).endsWith("/accepted");
        assertThat(device.request(base + job + "/update", bad).topic()).endsWith("/rejected");
      }
      case HTTPS -> {
        var path = "/things/" + thing + "/jobs";
        assertThat(server.operator().device("GET", path, "").status()).isEqualTo(200);
        assertThat(server.operator().device("POST", path + "/" + job, bad).status()).isEqualTo(409);
      }
    }
  }

  /** In short: the list's jobs by status, or the next one's id and status. */
  private String heard() {
    Arrival arrival = listener.next();
    if (arrival.topic().equals(base + "notify")) {
      var jobs = arrival.json().path("jobs");
      return "list "
          + jobs.path("IN_PROGRESS").findValuesAsString("jobId")
          + jobs.path("QUEUED").findValuesAsString("jobId");
    }
    var next = arrival.json().path("execution");
    return "next " + next.path("jobId").asString("-") + " " + next.path("status").asString("-");
  }

  @ParameterizedTest
  @EnumSource
  void every_change_is_told_as_the_table_says_and_nothing_else_is(Way way) {
    var first = server.queuedJob(thing);
    var second = server.queuedJob(thing);
    var third = server.queuedJob(thing);
    startNext(way); // the head starts: nothing
    startNext(way); // again: nothing
    report(way, first, "IN_PROGRESS"); // new details: nothing
    readAndFail(way, first); // nothing
    report(way, third, "IN_PROGRESS"); // behind an earlier one that runs: nothing
    report(way, third, "SUCCEEDED"); // not the head: the list
    report(way, first, "FAILED"); // the head, others wait: both
    var fourth = server.queuedJob(thing);
    report(way, fourth, "IN_PROGRESS"); // becomes the head: next
    report(way, second, "IN_PROGRESS"); // queued before the running one: next
    server.operator().call("PUT", "/jobs/" + second + "/cancel?force=true", "{}"); // both
    report(way, fourth, "REJECTED"); // the last one: both, empty

    var expected =
        List.of(
            "list [][" + first + "]",
            "next " + first + " QUEUED",
            "list [][" + first + ", " + second + "]",
            "list [][" + first + ", " + second + ", " + third + "]",
            "list [" + first + "][" + second + "]",
            "list [][" + second + "]",
            "next " + second + " QUEUED",
            "list [][" + second + ", " + fourth + "]",
            "next " + fourth + " IN_PROGRESS",
            "next " + second + " IN_PROGRESS",
            "list [" + fourth + "][]",
            "next " + fourth + " IN_PROGRESS",
            "list [][]",
            "next - -");
    var told = new ArrayList<String>();
    while (told.size() < expected.size()) {
      told.add(heard());
    }
    assertThat(told).isEqualTo(expected);
    assertThat(listener.beforeAnswerOf(thing)).isEmpty();
  }

  @Test
  void a_direct_jump_from_the_queue_to_an_end_is_an_end() {
    var first = server.queuedJob(thing);
    var second = server.queuedJob(thing);
    report(Way.MQTT, first, "SUCCEEDED");

    assertThat(List.of(heard(), heard(), heard(), heard(), heard()))
        .containsExactly(
            "list [][" + first + "]",
            "next " + first + " QUEUED",
            "list [][" + first + ", " + second + "]",
            "list [][" + second + "]",
            "next " + second + " QUEUED");
  }

  @Test
  void deleting_what_waits_is_told_and_deleting_what_is_over_is_not() {
    var first = server.queuedJob(thing);
    var second = server.queuedJob(thing);
    report(Way.MQTT, first, "SUCCEEDED");
    var path = "/things/" + thing + "/jobs/";
    assertThat(
            server
                .operator()
                .call("DELETE", path + first + "/executionNumber/1?force=false", "")
                .status())
        .isEqualTo(200);
    assertThat(
            server
                .operator()
                .call("DELETE", path + second + "/executionNumber/1?force=true", "")
                .status())
        .isEqualTo(200);
    var last = server.queuedJob(thing);

    var told = new ArrayList<String>();
    for (var i = 0; i < 9; i++) {
      told.add(heard());
    }
    assertThat(told.subList(3, 9))
        .containsExactly(
            "list [][" + second + "]",
            "next " + second + " QUEUED",
            "list [][]",
            "next - -",
            "list [][" + last + "]",
            "next " + last + " QUEUED");
  }

  @Test
  void what_is_told_can_be_read_at_once() {
    for (var round = 0; round < 10; round++) {
      var job = server.freshName("job");
      server.operator().createJob(job, "{}", thing);
      assertThat(heard()).startsWith("list ");
      var next = device.request(base + "$next/get", "").json().path("execution");
      assertThat(next.path("jobId").asString()).isEqualTo(job);
      assertThat(heard()).isEqualTo("next " + job + " QUEUED");
      report(Way.HTTPS, job, "SUCCEEDED");
      assertThat(heard()).isEqualTo("list [][]");
      assertThat(device.request(base + "$next/get", "").json().has("execution")).isFalse();
      assertThat(heard()).isEqualTo("next - -");
    }
  }
}
