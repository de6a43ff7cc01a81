package errand.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.server.mqtt.MqttSettings.Storage;
import errand.server.mqtt.Wire.Kind;
import errand.server.mqtt.Wire.Packet;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionTest extends BrokerTest {

  @ParameterizedTest
  @CsvSource({"4, 5", "5, 0x87"})
  void who_the_gate_does_not_let_in_is_told_so(int version, String code) {
    gate.connect = caller -> !caller.clientId().equals("stranger");
    try (var device = Wire.open(port(), version)) {

      device.connect("stranger", true);

      assertThat(device.next()).isEqualTo(Packet.of(Kind.CONNACK, 0, 0, Integer.decode(code)));
      assertThat(gate.events).isEmpty();
    }
  }

  @Test
  void a_failing_gate_lets_nobody_in() {
    gate.connect =
        _ -> {
          throw new IllegalStateException("expected in this test");
        };
    try (var device = Wire.open(port(), 4)) {

      device.connect("pump-4", true);

      assertThat(device.next()).isEqualTo(Packet.of(Kind.CONNACK, 0, 0, 5));
    }
  }

  @Test
  void presence_tells_who_came_and_how_each_connection_ended() throws Exception {
    try (var polite = connected(5, "polite")) {
      assertThat(gate.nextEvent().what()).isEqualTo("connected");
      polite.disconnect();
      assertThat(gate.nextEvent().detail()).isEqualTo("BY_CLIENT");
    }
    try (var lost = connected(5, "lost")) {
      var came = gate.nextEvent();
      lost.drop();
      var went = gate.nextEvent();
      assertThat(went.caller()).isSameAs(came.caller());
      assertThat(went.detail()).isEqualTo("LOST");
      assertThat(came.caller().door()).isEqualTo(Door.PLAIN);
      assertThat(came.caller().clientId()).isEqualTo("lost");
      assertThat(came.caller().certificate()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_second_connection_with_the_same_client_id_takes_over(int version) throws Exception {
    try (var old = connected(version, "pump-4");
        var fresh = connected(version, "pump-4")) {

      var goodbye = old.next();
      fresh.publish(1, 1, JOBS + "/get", "{}");

      assertThat(goodbye)
          .isEqualTo(version == 5 ? Packet.of(Kind.DISCONNECT, 0, 0x8E) : Packet.of(Kind.CLOSED));
      assertThat(fresh.next()).isEqualTo(Packet.of(Kind.PUBACK, 1, 0));
      assertThat(List.of(gate.nextEvent(), gate.nextEvent(), gate.nextEvent()))
          .extracting(GateProbe.Event::detail)
          .containsExactlyInAnyOrder("", "", "TAKEN_OVER");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void chosen_connections_can_be_ended(int version) throws Exception {
    try (var chosen = connected(version, "chosen");
        var other = connected(version, "other")) {

      var ended =
          link.account(GateProbe.ACCOUNT).disconnect(caller -> caller.clientId().equals("chosen"));

      assertThat(ended).isEqualTo(1);
      assertThat(chosen.next())
          .isEqualTo(version == 5 ? Packet.of(Kind.DISCONNECT, 0, 0x87) : Packet.of(Kind.CLOSED));
      assertThat(other.drain()).isEmpty();
      assertThat(List.of(gate.nextEvent(), gate.nextEvent(), gate.nextEvent()))
          .extracting(GateProbe.Event::detail)
          .containsExactlyInAnyOrder("", "", "BY_SERVER");
    }
  }

  @Test
  void a_connection_still_being_decided_can_be_ended() throws Exception {
    var asked = new CountDownLatch(1);
    var decide = new CountDownLatch(1);
    gate.connect =
        _ -> {
          asked.countDown();
          try {
            decide.await();
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          return true;
        };
    try (var device = Wire.open(port(), 4)) {
      device.connect("pump-4", true);
      asked.await();

      link.account(GateProbe.ACCOUNT).disconnect(_ -> true);
      decide.countDown();

      assertThat(device.next().kind()).isEqualTo(Kind.CLOSED);
    }
  }

  @ParameterizedTest
  @CsvSource({"4, 0", "4, 60", "5, 0", "5, 60"})
  void a_silent_client_is_ended_after_the_longest_keep_alive(int version, int wanted) {
    var limits =
        new MqttLimits(
            1000,
            256,
            7,
            8,
            50,
            128,
            Duration.ofSeconds(1),
            9,
            Duration.ZERO,
            9,
            0,
            0,
            Duration.ofHours(24));
    var settings =
        new MqttSettings(
            "127.0.0.1",
            OptionalInt.of(0),
            Optional.empty(),
            folder.resolve("brief"),
            Storage.MEMORY,
            limits);
    try (var brief = EmbeddedBroker.start(settings, gate);
        var device = Wire.open(brief.plainPort().getAsInt(), version)) {

      device.connect("pump-4", true, Optional.empty(), wanted);

      assertThat(device.next().kind()).isEqualTo(Kind.CONNACK);
      assertThat(device.next().kind()).isEqualTo(version == 5 ? Kind.DISCONNECT : Kind.CLOSED);
    }
  }

  @Test
  void stopping_says_goodbye_and_reports_the_end_of_every_connection() throws Exception {
    try (var five = connected(5, "five");
        var three = connected(4, "three")) {

      gate.nextEvent();
      gate.nextEvent();
      link.close();
      link.close();

      assertThat(five.next()).isEqualTo(Packet.of(Kind.DISCONNECT, 0, 0x8B));
      assertThat(three.next().kind()).isEqualTo(Kind.CLOSED);
      assertThat(gate.events).hasSize(2).allMatch(event -> event.detail().equals("BY_SERVER"));
    }
  }

  @Test
  void brokers_can_start_and_stop_many_times_beside_each_other() {
    var handler = Thread.getDefaultUncaughtExceptionHandler();
    for (var round = 0; round < 5; round++) {
      try (var second = EmbeddedBroker.start(settings(folder.resolve("second")), gate);
          var device = Wire.connected(second.plainPort().getAsInt(), 4, "pump-4");
          var here = connected(4, "pump-4")) {
        device.publish(1, 1, JOBS + "/get", "{}");
        assertThat(device.next()).isEqualTo(Packet.of(Kind.PUBACK, 1, 0));
        assertThat(here.drain()).isEmpty();
      }
    }
    assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(handler);
  }

  @Test
  void a_port_in_use_is_reported_and_leaves_nothing_behind() {
    var before = Thread.getAllStackTraces().size();
    var taken =
        new MqttSettings(
            "127.0.0.1",
            link.plainPort(),
            Optional.empty(),
            folder.resolve("taken"),
            Storage.MEMORY,
            MqttLimits.AWS);

    assertThatThrownBy(() -> EmbeddedBroker.start(taken, gate))
        .isInstanceOf(LinkException.class)
        .hasMessageContaining("did not start");
    assertThat(Thread.getAllStackTraces().size()).isLessThan(before + 5);
  }
}
