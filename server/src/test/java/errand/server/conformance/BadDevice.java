package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Arrival;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** A device that sends what it must not, with a job to lose and a neighbour who goes on. */
@ExtendWith(SharedServer.class)
abstract class BadDevice {
  final RunningServer server;
  final String thing;
  final String job;
  final MqttProbe device;
  private final MqttProbe neighbour;

  BadDevice(RunningServer server) {
    this.server = server;
    this.thing = server.thing();
    this.job = server.queuedJob(thing);
    this.device = MqttProbe.connect(server.doors());
    this.neighbour = MqttProbe.connect(server.doors());
  }

  @AfterEach
  void the_server_still_works_and_nothing_has_changed() {
    assertThat(neighbour.beforeAnswerOf(thing)).isEmpty();
    var pending = neighbour.request(jobs("get"), "").json().path("queuedJobs");
    assertThat(pending.findValuesAsString("jobId")).containsExactly(job);
    assertThat(pending.findValuesAsString("versionNumber")).containsExactly("1");
    neighbour.close();
    device.close();
  }

  final void assertConnectionWorks() {
    assertThat(device.beforeAnswerOf(thing)).isEmpty();
  }

  final void assertRejected(Arrival answer, String request, String code) {
    assertRejected(answer, request, code, List.of("code", "message", "timestamp"));
  }

  final void assertRejectedWithToken(Arrival answer, String request, String code) {
    assertRejected(answer, request, code, List.of("clientToken", "code", "message", "timestamp"));
    assertThat(answer.json().path("clientToken").asString()).isEqualTo("t");
  }

  private void assertRejected(Arrival answer, String request, String code, List<String> members) {
    assertThat(answer.topic()).isEqualTo(jobs(request + "/rejected"));
    assertThat(answer.json().path("code").asString()).as(answer.toString()).isEqualTo(code);
    assertThat(new TreeSet<>(answer.json().propertyNames())).containsExactlyElementsOf(members);
    assertThat(answer.json().path("message").asString()).isNotBlank();
    assertThat(answer.json().path("timestamp").isIntegralNumber()).isTrue();
  }

  static String withToken(String object) {
    return object.equals("{}")
        ? "{\"clientToken\":\"t\"}"
        : "{\"clientToken\":\"t\"," + object.substring(1);
  }

  final String jobs(String behind) {
    return "$aws/things/" + thing + "/jobs/" + behind;
  }
}
