package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.MqttProbe.Login;
import errand.server.conformance.support.MqttProbe.Version;
import errand.server.conformance.support.RunningServer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Several servers may live in one process, as tests of applications have them. */
final class TwoServersTest {
  private static final int JOBS = 20;

  @Test
  void a_server_started_beside_another_does_not_change_what_the_other_sends() {
    try (var first = RunningServer.start(MovableClock.system())) {
      var sleeper = new Login(first.doors(), Optional.empty(), "sleeper", false);
      try (var device = MqttProbe.connect(Version.V3, sleeper)) {
        device.subscribe("$aws/things/+/jobs/#");
      }
      // These wait, with their payloads, for a device that is away.
      for (int i = 0; i < JOBS; i++) {
        first.queuedJob(first.thing());
      }

      try (var second = RunningServer.start(MovableClock.system());
          var witness = MqttProbe.connect(first.doors())) {
        assertThat(second.doors().mqtt()).isNotEqualTo(first.doors().mqtt());
        witness.subscribe("$aws/things/+/jobs/notify");
        for (int i = 0; i < JOBS; i++) {
          var thing = first.thing();
          var job = first.freshName("job");
          first.operator().createJob(job, "{}", thing);

          var notice = witness.next();

          assertThat(notice.topic()).isEqualTo("$aws/things/" + thing + "/jobs/notify");
          assertThat(notice.json().path("jobs").path("QUEUED").findValuesAsString("jobId"))
              .as(notice.toString())
              .containsExactly(job);
        }
      }
    }
  }
}
