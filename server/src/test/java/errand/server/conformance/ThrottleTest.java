package errand.server.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.Throttle;
import errand.server.Config;
import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.RawWebSocket;
import errand.server.conformance.support.RunningServer;
import errand.server.http.HttpLimits;
import errand.server.mqtt.MqttLimits;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a server with limits does, at and beyond each. Source: device-protocol 6.3, 2.9, 5.1. */
final class ThrottleTest {
  private static final int THING = 2;
  private static final int ACCOUNT = 5;
  private static final int CONTROL = 20;
  private static final MovableClock CLOCK = MovableClock.at(1_900_000_000);

  private static RunningServer server;
  private static long second = 1_900_000_000;

  @BeforeAll
  static void start() {
    var throttle = new Throttle.Limits(of(THING), of(ACCOUNT), of(CONTROL));
    var mqtt = MqttLimits.AWS.withLives(Duration.ofHours(1), Duration.ofMillis(200));
    server = RunningServer.start(CLOCK, new Config.Limits(mqtt, HttpLimits.USUAL, throttle));
  }

  private static OptionalInt of(int perSecond) {
    return OptionalInt.of(perSecond);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** Every bucket is full again. */
  @BeforeEach
  void rest() {
    second += 10;
    CLOCK.set(second);
  }

  @Test
  void a_thing_over_its_limit_is_told_so_and_may_go_on_a_moment_later() {
    var thing = server.thing();
    var topic = "$aws/things/" + thing + "/jobs/get";
    try (var device = MqttProbe.connect(server.doors())) {
      for (var i = 0; i < THING; i++) {
        assertThat(device.request(topic, "").topic()).isEqualTo(topic + "/accepted");
      }

      var refused = device.request(topic, "{\"clientToken\":\"t\"}");

      assertThat(refused.topic()).isEqualTo(topic + "/rejected");
      assertThat(refused.json().path("code").asString()).isEqualTo("RequestThrottled");
      assertThat(refused.json().path("clientToken").asString()).isEqualTo("t");
      assertThat(refused.json().path("timestamp").asLong()).isEqualTo(second);
      assertThat(server.operator().device("GET", "/things/" + thing + "/jobs", "").status())
          .isEqualTo(429);

      CLOCK.set(++second);
      assertThat(device.request(topic, "").topic()).isEqualTo(topic + "/accepted");
    }
  }

  @Test
  void all_things_together_are_limited_over_https_too() {
    var things = new String[ACCOUNT + 1];
    for (var i = 0; i < things.length; i++) {
      things[i] = server.thing();
    }
    for (var i = 0; i < ACCOUNT; i++) {
      assertThat(pending(things[i])).isEqualTo(200);
    }

    var refused = server.operator().device("GET", "/things/" + things[ACCOUNT] + "/jobs", "");

    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.errorType()).isEqualTo("ThrottlingException");
    assertThat(server.operator().device("PUT", "/things/" + things[0] + "/jobs/$next", "").status())
        .isEqualTo(200);
  }

  private static int pending(String thing) {
    return server.operator().device("GET", "/things/" + thing + "/jobs", "").status();
  }

  @Test
  void the_control_plane_answers_400_beyond_its_limit() {
    for (var i = 0; i < CONTROL; i++) {
      assertThat(server.operator().call("GET", "/things", "").status()).isEqualTo(200);
    }

    var refused = server.operator().call("GET", "/things", "");

    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.errorType()).isEqualTo("ThrottlingException");
    CLOCK.set(++second);
    assertThat(server.operator().call("GET", "/things", "").status()).isEqualTo(200);
  }

  @Test
  void a_signed_websocket_ends_at_the_end_of_its_life() throws IOException {
    var key = server.doors().key();
    try (var client = RawWebSocket.welcomed(server.doors(), key, CLOCK.instant())) {
      client.send(RawWebSocket.frame(RawWebSocket.BINARY, RawWebSocket.connect("short-lived")));
      assertThat(client.next().hex()).isEqualTo("20020000");

      assertThat(client.closed()).isTrue();
    }
  }
}
