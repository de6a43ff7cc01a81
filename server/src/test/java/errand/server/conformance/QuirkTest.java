package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Login;
import errand.server.conformance.support.MqttProbe.Version;
import errand.server.conformance.support.Operator.Issued;
import errand.server.conformance.support.RunningServer;
import errand.server.wire.device.Quirk;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each quirk on one server and not on another. Source: device-protocol 9. */
final class QuirkTest {
  private static final String DEAF =
      """
      {"Version":"2012-10-17","Statement":[
        {"Effect":"Deny","Action":"iot:Receive","Resource":"*"}]}
      """;
  private static RunningServer usual;
  private static RunningServer quirky;

  @BeforeAll
  static void start() {
    var clock = MovableClock.at(Instant.now().getEpochSecond());
    usual = RunningServer.start(clock, Set.of());
    quirky = RunningServer.start(clock, EnumSet.allOf(Quirk.class));
  }

  @AfterAll
  static void stop() {
    usual.close();
    quirky.close();
  }

  private static RunningServer server(boolean quirk) {
    return quirk ? quirky : usual;
  }

  private static String jobs(String thing) {
    return "$aws/things/" + thing + "/jobs/";
  }

  @Test
  void an_execution_that_is_over_is_described_or_refused() {
    for (var quirk : List.of(true, false)) {
      var server = server(quirk);
      var thing = server.thing();
      var job = server.queuedJob(thing);
      var path = "/things/" + thing + "/jobs/" + job;
      var failed = "{\"status\":\"FAILED\",\"statusDetails\":{\"why\":\"power\"}}";
      assertThat(server.operator().device("POST", path, failed).status()).isEqualTo(200);

      var https = server.operator().device("GET", path, "");
      try (var device = MqttProbe.connect(server.doors())) {
        var mqtt = device.request(jobs(thing) + job + "/get", "").json();

        assertThat(https.status()).isEqualTo(quirk ? 200 : 410);
        assertThat(mqtt.path("code").asString("")).isEqualTo(quirk ? "" : "TerminalStateReached");
        for (var json : List.of(https.json(), mqtt)) {
          var execution = json.path("execution");
          assertThat(execution.path("status").asString("")).isEqualTo(quirk ? "FAILED" : "");
          assertThat(execution.path("statusDetails").path("why").asString(""))
              .isEqualTo(quirk ? "power" : "");
          assertThat(execution.has("jobDocument")).isEqualTo(quirk);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"get", "start-next", "$next/get"})
  void a_thing_nobody_registered_has_an_empty_queue_or_is_not_found(String request) {
    for (var quirk : List.of(true, false)) {
      try (var device = MqttProbe.connect(server(quirk).doors())) {
        var answer = device.request(jobs("nobody") + request, "");

        assertThat(answer.topic())
            .isEqualTo(jobs("nobody") + request + (quirk ? "/accepted" : "/rejected"));
        assertThat(answer.json().path("code").asString(""))
            .isEqualTo(quirk ? "" : "ResourceNotFound");
        assertThat(answer.json().has("execution")).isFalse();
        assertThat(answer.json().path("queuedJobs").isArray())
            .isEqualTo(quirk && request.equals("get"));
      }
    }
  }

  @Test
  void over_https_too_a_thing_nobody_registered_has_an_empty_queue_or_is_not_found() {
    for (var quirk : List.of(true, false)) {
      var operator = server(quirk).operator();

      assertThat(operator.device("GET", "/things/nobody/jobs", "").status())
          .isEqualTo(quirk ? 200 : 404);
      assertThat(operator.device("PUT", "/things/nobody/jobs/$next", "{}").body())
          .matches(quirk ? "\\{}" : ".*not registered.*");
      assertThat(operator.device("GET", "/things/nobody/jobs/none", "").status()).isEqualTo(404);
    }
  }

  @Test
  void executions_over_mqtt_name_their_thing_or_not_and_over_https_always() {
    for (var quirk : List.of(true, false)) {
      var server = server(quirk);
      var thing = server.thing();
      try (var device = MqttProbe.connect(server.doors())) {
        device.subscribe(jobs(thing) + "notify-next");
        server.queuedJob(thing);
        var told = device.next().json().path("execution");
        var started = device.request(jobs(thing) + "start-next", "").json().path("execution");
        var described = device.request(jobs(thing) + "$next/get", "").json().path("execution");
        var https = server.operator().device("GET", "/things/" + thing + "/jobs/$next", "").json();

        var expected = quirk ? "" : thing;
        assertThat(told.path("thingName").asString("")).isEqualTo(expected);
        assertThat(started.path("thingName").asString("")).isEqualTo(expected);
        assertThat(described.path("thingName").asString("")).isEqualTo(expected);
        assertThat(https.path("execution").path("thingName").asString("")).isEqualTo(thing);
      }
    }
  }

  @Test
  void a_forbidden_filter_closes_an_mqtt_3_connection_or_is_refused() {
    try (var stays = connect(usual, Version.V3);
        var goes = connect(quirky, Version.V3)) {
      assertThat(stays.subscribe("elsewhere/#")).containsExactly(0x80);
      assertThat(stays.isOpen()).isTrue();

      assertThatThrownBy(() -> goes.subscribe("elsewhere/#")).hasStackTraceContaining("closed");
      goes.awaitClosed();
    }
  }

  @Test
  void a_forbidden_filter_never_closes_an_mqtt_5_connection() {
    try (var stays = connect(quirky, Version.V5)) {
      assertThat(stays.subscribe("elsewhere/#")).containsExactly(0x87);
      assertThat(stays.isOpen()).isTrue();
    }
  }

  @Test
  void an_answer_needs_the_right_to_receive_or_only_the_right_to_ask() {
    for (var quirk : List.of(true, false)) {
      var server = server(quirk);
      var thing = server.thing();
      var job = server.queuedJob(thing);
      var update = jobs(thing) + job + "/update";
      var deaf = certificate(server, thing);
      server.operator().permit(deaf, "deaf", DEAF);

      try (var device = connect(server, deaf, Version.V5)) {
        assertThat(device.publish(update, "{\"status\":\"IN_PROGRESS\"}")).isZero();
        assertThat(device.publish(jobs(thing) + "nonsense", "")).isZero();
        // Answered after both, on the same connection.
        device.subscribe(jobs(thing) + "notify");

        assertThat(device.rest()).hasSize(quirk ? 0 : 2);
        var counts = server.operator().describeJob(job).path("jobProcessDetails");
        assertThat(counts.path("numberOfInProgressThings").asInt()).isEqualTo(1);
      }
    }
  }

  @Test
  void who_may_receive_is_answered_with_the_quirk_too() {
    var thing = quirky.thing();
    try (var device = connect(quirky, certificate(quirky, thing), Version.V5)) {
      assertThat(device.request(jobs(thing) + "get", "").topic())
          .isEqualTo(jobs(thing) + "get/accepted");
    }
  }

  private static Issued certificate(RunningServer server, String thing) {
    var certificate = server.operator().createCertificate(true);
    server.operator().attach(certificate, thing);
    return certificate;
  }

  private static MqttProbe connect(RunningServer server, Version version) {
    return connect(server, certificate(server, server.thing()), version);
  }

  private static MqttProbe connect(RunningServer server, Issued certificate, Version version) {
    return MqttProbe.connect(version, Login.by(server.doors(), certificate.keys()));
  }
}
