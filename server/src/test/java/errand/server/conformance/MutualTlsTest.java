package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import errand.server.conformance.support.Await;
import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.Https;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Login;
import errand.server.conformance.support.MqttProbe.Version;
import errand.server.conformance.support.Operator;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * A certificate opens the doors of its own things and no others. Source: device-protocol 5.3, 5.4.
 */
@ExtendWith(SharedServer.class)
final class MutualTlsTest {
  private static final byte[] EMPTY = {};

  private final RunningServer server;
  private final Operator operator;

  MutualTlsTest(RunningServer server) {
    this.server = server;
    this.operator = server.operator();
  }

  @ParameterizedTest
  @EnumSource
  void an_attached_certificate_acts_for_its_thing_under_any_client_id(Version version) {
    var thing = server.thing();
    try (var device = device(version, thing)) {
      assertThat(device.subscribe(jobs(thing, "notify"), jobs(thing, "#"), jobs(thing, "+/get/+")))
          .containsOnly(1);

      var job = server.queuedJob(thing);

      assertThat(device.next().topic()).isEqualTo(jobs(thing, "notify"));
      assertThat(device.next().topic()).isEqualTo(jobs(thing, "notify-next"));
      assertThat(device.request(jobs(thing, job + "/update"), "{\"status\":\"SUCCEEDED\"}").topic())
          .isEqualTo(jobs(thing, job + "/update/accepted"));
    }
  }

  @ParameterizedTest
  @CsvSource({"get", "start-next", "$next/get", "j/update", "nonsense", "notify"})
  void a_publish_for_another_thing_closes_an_mqtt_3_connection(String request) {
    var thing = server.thing();
    var other = server.thing();
    try (var device = device(Version.V3, thing)) {
      var _ = device.send(jobs(other, request), EMPTY);

      device.awaitClosed();
      assertThat(device.rest()).isEmpty();
    }
    assertUntouched(other);
  }

  @Test
  void a_publish_at_qos_0_for_another_thing_closes_an_mqtt_3_connection() {
    var other = server.thing();
    try (var device = device(Version.V3, server.thing())) {
      var _ = device.send(jobs(other, "get"), EMPTY, 0, false);

      device.awaitClosed();
    }
  }

  @ParameterizedTest
  @CsvSource({"get", "start-next", "$next/get", "j/update", "nonsense", "notify"})
  void a_publish_for_another_thing_is_not_authorized_on_mqtt_5_and_the_connection_stays(
      String request) {
    var thing = server.thing();
    var other = server.thing();
    try (var device = device(Version.V5, thing)) {
      assertThat(device.publish(jobs(other, request), "")).isEqualTo(0x87);

      assertThat(device.beforeAnswerOf(thing)).isEmpty();
    }
    assertUntouched(other);
  }

  @Test
  void a_publish_at_qos_0_for_another_thing_is_dropped_on_mqtt_5_and_the_connection_stays() {
    var thing = server.thing();
    var other = server.thing();
    try (var device = device(Version.V5, thing)) {
      var _ = device.send(jobs(other, "get"), EMPTY, 0, false);

      assertThat(device.beforeAnswerOf(thing)).isEmpty();
    }
  }

  @Test
  void what_only_the_server_publishes_is_not_authorized_even_for_the_own_thing() {
    var thing = server.thing();
    try (var device = device(Version.V5, thing)) {
      for (var topic : new String[] {"notify", "notify-next", "get/accepted", "j/get/rejected"}) {
        assertThat(device.publish(jobs(thing, topic), "{}")).as(topic).isEqualTo(0x87);
      }
      var retained = device.send(jobs(thing, "get"), EMPTY, 1, true);
      assertThat(retained).succeedsWithin(Await.PATIENCE).isEqualTo(0x87);

      assertThat(device.beforeAnswerOf(thing)).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "$aws/things/OTHER/jobs/notify",
    "$aws/things/OTHER/jobs/#",
    "$aws/things/OTHER/#",
    "$aws/things/OTHER/jobs/get/accepted",
    "$aws/things/+/jobs/#",
    "$aws/things/+/jobs/notify",
    "$aws/things/#",
    "$aws/#",
    "$share/g/$aws/things/OTHER/jobs/notify",
    "$share/g/$aws/things/+/jobs/notify",
  })
  void a_filter_beyond_the_own_thing_is_refused_and_the_connection_stays(String filter) {
    var thing = server.thing();
    var wide = filter.replace("OTHER", server.thing());
    try (var old = device(Version.V3, thing);
        var recent = device(Version.V5, thing)) {
      assertThat(old.subscribe(wide, jobs(thing, "notify"))).containsExactly(0x80, 1);
      assertThat(recent.subscribe(wide, jobs(thing, "notify"))).containsExactly(0x87, 1);

      assertThat(old.beforeAnswerOf(thing)).isEmpty();
      assertThat(recent.beforeAnswerOf(thing)).isEmpty();
    }
  }

  @Test
  void a_filter_for_everything_does_not_reach_reserved_topics() {
    var thing = server.thing();
    var other = server.thing();
    try (var device = device(Version.V3, thing)) {
      assertThat(device.subscribe("#", "+/things/+/jobs/notify")).containsExactly(1, 1);

      server.queuedJob(other);

      assertThat(device.beforeAnswerOf(thing)).isEmpty();
    }
  }

  @Test
  void a_certificate_may_act_for_several_things() {
    var first = server.thing();
    var second = server.thing();
    var certificate = operator.createCertificate(true);
    operator.attach(certificate, first);
    operator.attach(certificate, second);
    try (var device = MqttProbe.connect(Version.V3, Login.by(server.doors(), certificate.keys()))) {
      assertThat(device.request(jobs(first, "get"), "").topic()).endsWith("/accepted");
      assertThat(device.request(jobs(second, "get"), "").topic()).endsWith("/accepted");
    }
  }

  @ParameterizedTest
  @CsvSource({"V3, 5", "V5, 0x87"})
  void strangers_are_not_let_in(Version version, String refusal) {
    var code = Integer.decode(refusal);
    var inactive = operator.createCertificate(false);
    var revoked = operator.createCertificate(true);
    operator.setStatus(revoked, "REVOKED");

    assertThat(knock(version, DeviceKeys.selfSigned("self"))).as("self-signed").isEqualTo(code);
    assertThat(knock(version, inactive.keys())).as("inactive").isEqualTo(code);
    assertThat(knock(version, revoked.keys())).as("revoked").isEqualTo(code);

    operator.setStatus(inactive, "ACTIVE");
    assertThat(knock(version, inactive.keys())).as("made active").isZero();
  }

  @Test
  void without_a_certificate_no_mqtt_packet_is_taken() {
    assertThatExceptionOfType(IOException.class).isThrownBy(this::firstByteWithoutCertificate);
  }

  private int firstByteWithoutCertificate() throws IOException {
    var bare = DeviceKeys.contextWithoutKeys(server.doors().ca());
    try (var socket = bare.getSocketFactory().createSocket("localhost", server.doors().mqtts())) {
      socket.setSoTimeout(30_000);
      var connect = new byte[] {0x10, 13, 0, 4, 'M', 'Q', 'T', 'T', 4, 2, 0, 60, 0, 1, 'x'};
      socket.getOutputStream().write(connect);
      var first = socket.getInputStream().read();
      if (first < 0) {
        throw new IOException("closed");
      }
      return first;
    }
  }

  @Test
  void a_certificate_without_a_thing_may_connect_and_nothing_more() {
    var thing = server.thing();
    var certificate = operator.createCertificate(true);
    try (var device = MqttProbe.connect(Version.V5, Login.by(server.doors(), certificate.keys()))) {
      assertThat(device.publish(jobs(thing, "get"), "")).isEqualTo(0x87);
      assertThat(device.subscribe(jobs(thing, "notify"))).containsExactly(0x87);

      operator.attach(certificate, thing);
      assertThat(device.request(jobs(thing, "get"), "").topic()).endsWith("/accepted");
    }
  }

  @Test
  void a_certificate_made_inactive_acts_no_more() {
    var thing = server.thing();
    var certificate = operator.createCertificate(true);
    operator.attach(certificate, thing);
    try (var device = MqttProbe.connect(Version.V3, Login.by(server.doors(), certificate.keys()));
        var https = Https.of(server.doors(), certificate.keys())) {
      operator.setStatus(certificate, "INACTIVE");

      assertForbidden(https.send("GET", "/things/" + thing + "/jobs", ""));
      var _ = device.send(jobs(thing, "get"), EMPTY);
      device.awaitClosed();
    }
  }

  @Test
  void all_four_operations_work_over_https_with_the_certificate_alone() {
    var thing = server.thing();
    var job = server.queuedJob(thing);
    var base = "/things/" + thing + "/jobs";
    try (var https = Https.of(server.doors(), keys(thing))) {
      assertThat(ok(https.send("GET", base, "")).path("queuedJobs").size()).isEqualTo(1);
      var started = ok(https.send("PUT", base + "/$next", "")).path("execution");
      assertThat(started.path("jobId").asString()).isEqualTo(job);
      assertThat(
              ok(https.send("GET", base + "/" + job + "?includeJobDocument=false", ""))
                  .path("execution")
                  .has("jobDocument"))
          .isFalse();
      assertThat(ok(https.send("POST", base + "/" + job, "{\"status\":\"SUCCEEDED\"}")).isEmpty())
          .isTrue();
    }
    assertThat(operator.describeJob(job).path("status").asString()).isEqualTo("COMPLETED");
  }

  @Test
  void other_certificates_are_forbidden_over_https() {
    var thing = server.thing();
    var path = "/things/" + thing + "/jobs";
    var inactive = operator.createCertificate(false);
    operator.attach(inactive, thing);
    for (var keys :
        new DeviceKeys[] {
          keys(server.thing()), inactive.keys(), DeviceKeys.selfSigned("self"),
        }) {
      try (var https = Https.of(server.doors(), keys)) {
        assertForbidden(https.send("GET", path, ""));
        assertForbidden(https.send("PUT", path + "/$next", "{}"));
        assertForbidden(https.send("GET", path + "/j", ""));
        assertForbidden(https.send("POST", path + "/j", "{\"status\":\"FAILED\"}"));
      }
    }
  }

  @Test
  void a_certificate_does_not_open_the_control_plane() {
    var thing = server.thing();
    try (var https = Https.of(server.doors(), keys(thing))) {
      assertForbidden(https.send("GET", "/jobs", ""));
      assertForbidden(https.send("GET", "/things/" + thing, ""));
      assertForbidden(https.send("PUT", "/jobs/j", "{}"));
    }
  }

  private MqttProbe device(Version version, String thing) {
    return MqttProbe.connect(version, Login.by(server.doors(), keys(thing)));
  }

  private DeviceKeys keys(String thing) {
    var certificate = operator.createCertificate(true);
    operator.attach(certificate, thing);
    return certificate.keys();
  }

  private int knock(Version version, DeviceKeys keys) {
    return MqttProbe.knock(version, Login.by(server.doors(), keys));
  }

  private void assertUntouched(String thing) {
    try (var device = device(Version.V3, thing)) {
      assertThat(device.request(jobs(thing, "get"), "").topic()).endsWith("/get/accepted");
    }
  }

  private static JsonNode ok(Https.Reply reply) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
    return reply.json();
  }

  private static void assertForbidden(Https.Reply reply) {
    assertThat(reply.status()).as(reply.toString()).isEqualTo(403);
    assertThat(reply.errorType()).isEqualTo("ForbiddenException");
  }

  private static String jobs(String thing, String behind) {
    return "$aws/things/" + thing + "/jobs/" + behind;
  }
}
