package errand.server.clients;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.MqttProbe.Arrival;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Eclipse Paho as a device, of both protocol versions, errors included. */
@ExtendWith(SharedServer.class)
final class PahoTest {
  private final RunningServer server;
  private final String thing;
  private final String base;

  PahoTest(RunningServer server) {
    this.server = server;
    this.thing = server.thing();
    this.base = "$aws/things/" + thing + "/jobs/";
  }

  private Paho device(int version, boolean tls) {
    var certificate = server.operator().createCertificate(true);
    server.operator().attach(certificate, thing);
    var doors = server.doors();
    var uri = tls ? "ssl://localhost:" + doors.mqtts() : "tcp://localhost:" + doors.mqtt();
    var factory = certificate.keys().context(doors.ca()).getSocketFactory();
    return Paho.connect(version, uri, server.freshName("paho"), factory);
  }

  @ParameterizedTest
  @CsvSource({"3, plain", "5, plain", "3, tls", "5, tls"})
  void a_device_lives_the_whole_life_of_two_jobs(int version, String way) throws Exception {
    try (var device = device(version, way.equals("tls"))) {
      device.subscribe(base + "notify", base + "notify-next");
      var first = server.queuedJob(thing);
      assertThat(List.of(device.next().topic(), device.next().topic()))
          .containsExactlyInAnyOrder(base + "notify", base + "notify-next");
      var second = server.queuedJob(thing);
      assertThat(device.next().json().path("jobs").findValuesAsString("jobId"))
          .containsExactly(first, second);

      var started = device.ask(base + "start-next", "{\"clientToken\":\"p1\"}");
      assertThat(started.topic()).isEqualTo(base + "start-next/accepted");
      assertThat(started.json().path("clientToken").asString()).isEqualTo("p1");
      assertThat(started.json().path("execution").path("jobId").asString()).isEqualTo(first);
      var half = "{\"status\":\"IN_PROGRESS\",\"statusDetails\":{\"done\":\"50%\"}}";
      assertThat(device.ask(base + first + "/update", half).topic())
          .isEqualTo(base + first + "/update/accepted");
      var described = device.ask(base + first + "/get", "{}").json().path("execution");
      assertThat(described.path("statusDetails").path("done").asString()).isEqualTo("50%");
      device.publish(base + first + "/update", "{\"status\":\"SUCCEEDED\",\"expectedVersion\":3}");
      assertThat(List.of(device.next().topic(), device.next().topic(), device.next().topic()))
          .containsExactlyInAnyOrder(
              base + first + "/update/accepted", base + "notify", base + "notify-next");
      device.publish(base + second + "/update", "{\"status\":\"REJECTED\"}");
      assertThat(List.of(device.next().topic(), device.next().topic(), device.next().topic()))
          .containsExactlyInAnyOrder(
              base + second + "/update/accepted", base + "notify", base + "notify-next");

      var nothing = device.ask(base + "$next/get", "");
      assertThat(nothing.json().propertyNames()).containsExactly("timestamp");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void a_device_is_told_what_is_wrong_and_stays_connected(int version) throws Exception {
    try (var device = device(version, false)) {
      var job = server.queuedJob(thing);
      var update = base + job + "/update";

      assertThat(code(device.ask(update, "{"))).isEqualTo("InvalidJson");
      assertThat(code(device.ask(update, "{}"))).isEqualTo("InvalidRequest");
      assertThat(code(device.ask(base + "nonsense", "{}"))).isEqualTo("InvalidTopic");
      assertThat(code(device.ask(base + "none/get", "{}"))).isEqualTo("ResourceNotFound");
      assertThat(code(device.ask(update, "{\"status\":\"FAILED\",\"expectedVersion\":7}")))
          .isEqualTo("VersionMismatch");
      assertThat(device.ask(update, "{\"status\":\"FAILED\"}").topic()).endsWith("/accepted");
      assertThat(code(device.ask(update, "{\"status\":\"SUCCEEDED\"}")))
          .isEqualTo("InvalidStateTransition");
      assertThat(code(device.ask(base + job + "/get", "{}"))).isEqualTo("TerminalStateReached");
      assertThat(device.connected()).isTrue();
    }
  }

  private static String code(Arrival answer) {
    assertThat(answer.topic()).endsWith("/rejected");
    return answer.json().path("code").asString();
  }
}
