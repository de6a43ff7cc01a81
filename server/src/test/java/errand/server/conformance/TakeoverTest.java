package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.DeviceKeys;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Login;
import errand.server.conformance.support.MqttProbe.Version;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.SharedServer;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A client id is anybody's, a session is its owner's. Source: device-protocol 5.2 [doc]. */
@ExtendWith(SharedServer.class)
final class TakeoverTest {
  private final RunningServer server;

  TakeoverTest(RunningServer server) {
    this.server = server;
  }

  private DeviceKeys deviceOf(String thing) {
    var issued = server.operator().createCertificate(true);
    server.operator().attach(issued, thing);
    return issued.keys();
  }

  private MqttProbe returning(Version version, DeviceKeys keys, String clientId) {
    return MqttProbe.connect(
        version, new Login(server.doors(), Optional.of(keys), clientId, false));
  }

  @ParameterizedTest
  @EnumSource
  void a_device_that_comes_back_gets_the_notifications_it_missed(Version version) {
    var thing = server.thing();
    var keys = deviceOf(thing);
    try (var device = returning(version, keys, thing)) {
      device.subscribe("$aws/things/" + thing + "/jobs/notify-next");
    }

    var job = server.queuedJob(thing);

    try (var device = returning(version, keys, thing)) {
      assertThat(device.next().json().path("execution").path("jobId").asString()).isEqualTo(job);
    }
  }

  @ParameterizedTest
  @EnumSource
  void another_certificate_evicts_but_gets_nothing_of_the_session(Version version) {
    var thing = server.thing();
    var owner = deviceOf(thing);
    var elsewhere = server.thing();
    var stranger = deviceOf(elsewhere);
    try (var device = returning(version, owner, thing)) {
      device.subscribe("$aws/things/" + thing + "/jobs/notify-next");
    }
    var job = server.queuedJob(thing);

    try (var intruder = returning(version, stranger, thing)) {
      assertThat(intruder.beforeAnswerOf(elsewhere)).isEmpty();

      try (var device = returning(version, owner, thing)) {
        intruder.awaitClosed();
        assertThat(device.next().json().path("execution").path("jobId").asString()).isEqualTo(job);
        assertThat(intruder.rest()).isEmpty();
      }
    }
  }
}
