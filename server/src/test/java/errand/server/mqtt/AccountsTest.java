package errand.server.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.mqtt.Wire.Kind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two accounts on one broker: nothing gets from one to the other. */
final class AccountsTest extends BrokerTest {
  private static final String OTHER = "111122223333";
  private static final String NOTIFY = JOBS + "/notify";

  /** Every way to ask for messages of somebody else. */
  private static final String[] GREEDY = {
    "#",
    "+/#",
    "+/+/+",
    "tele/#",
    "tele/x",
    "$aws/#",
    "$aws/things/+/jobs/#",
    "$share/group/#",
    "$share/group/tele/x",
    OTHER + "/#",
    GateProbe.ACCOUNT + "/#",
    "$share/group/" + OTHER + "/tele/x",
    "+/tele/x",
    "+/$aws/things/pump-4/jobs/notify"
  };

  /** Greedier than the limit of filters in one SUBSCRIBE. */
  private static void subscribeGreedily(Wire wire) {
    List<String> filters = List.of(GREEDY);
    subscribed(wire, filters.subList(0, 7).toArray(String[]::new));
    subscribed(wire, filters.subList(7, filters.size()).toArray(String[]::new));
  }

  private Wire connected(String account, int version, String clientId) {
    comeFrom(account);
    return connected(version, clientId);
  }

  /** Who connects from now on belongs to the account. */
  private void comeFrom(String account) {
    gate.account = _ -> Optional.of(account);
  }

  private void publish(String account, String topic, String text) {
    link.account(account).publish(topic, text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void no_filter_however_greedy_gets_messages_of_another_account(int version) {
    for (var own : List.of(GateProbe.ACCOUNT, OTHER)) {
      var foreign = own.equals(OTHER) ? GateProbe.ACCOUNT : OTHER;
      try (var spy = connected(own, version, "spy");
          var device = connected(foreign, version, "pump-4")) {
        subscribeGreedily(spy);

        device.publish(1, 1, "tele/x", "secret");
        assertThat(device.next().kind()).isEqualTo(Kind.PUBACK);
        device.publish(1, 2, own + "/tele/x", "secret");
        assertThat(device.next().kind()).isEqualTo(Kind.PUBACK);
        publish(foreign, NOTIFY, "secret");
        publish(foreign, "tele/x", "secret");
        publish(own, "fence", "fence");

        assertThat(spy.next().text()).isEqualTo("fence");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void messages_of_the_own_account_arrive_under_the_topic_they_were_sent_to(int version) {
    try (var listener = connected(OTHER, version, "listener");
        var device = connected(OTHER, version, "pump-4")) {
      subscribed(listener, "tele/+", NOTIFY);

      device.publish(1, 1, "tele/x", "hello");
      var first = listener.next();
      listener.acknowledge(first);
      publish(OTHER, NOTIFY, "job");
      var second = listener.next();

      assertThat(first.topic() + " " + first.text()).isEqualTo("tele/x hello");
      assertThat(second.topic() + " " + second.text()).isEqualTo(NOTIFY + " job");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void shared_subscriptions_of_one_name_share_within_the_account_only(int version) {
    try (var here = connected(GateProbe.ACCOUNT, version, "worker");
        var there = connected(OTHER, version, "worker")) {
      subscribed(here, "$share/group/tele/#");
      subscribed(there, "$share/group/tele/#");

      for (int i = 0; i < 4; i++) {
        publish(OTHER, "tele/" + i, "there");
      }
      publish(GateProbe.ACCOUNT, "tele/0", "here");

      for (int i = 0; i < 4; i++) {
        var delivery = there.next();
        assertThat(delivery.topic() + delivery.text()).isEqualTo("tele/" + i + "there");
        there.acknowledge(delivery);
      }
      assertThat(here.next().text()).isEqualTo("here");
      assertThat(here.drain()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void retained_messages_are_kept_for_the_own_account(int version) {
    try (var device = connected(OTHER, version, "pump-4")) {
      device.publish(1, true, 1, "tele/kept", "kept".getBytes(StandardCharsets.UTF_8));
      assertThat(device.next().kind()).isEqualTo(Kind.PUBACK);
    }

    try (var spy = connected(GateProbe.ACCOUNT, version, "spy");
        var friend = connected(OTHER, version, "friend")) {
      subscribed(spy, "#", "tele/kept", "+/tele/kept", OTHER + "/#");
      subscribed(friend, "tele/#");

      var kept = friend.next();
      assertThat(kept.topic() + kept.text() + kept.retain()).isEqualTo("tele/keptkepttrue");
      publish(GateProbe.ACCOUNT, "fence", "fence");
      assertThat(spy.next().text()).isEqualTo("fence");

      // Nor can the other account take it away.
      spy.publish(1, true, 7, "tele/kept", new byte[0]);
      spy.next();
    }
    try (var late = connected(OTHER, version, "late")) {
      subscribed(late, "tele/kept");
      assertThat(late.next().text()).isEqualTo("kept");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void a_will_is_heard_in_the_own_account_only(int version) {
    try (var spy = connected(GateProbe.ACCOUNT, version, "spy");
        var friend = connected(OTHER, version, "friend");
        var mortal = Wire.open(port(), version)) {
      subscribeGreedily(spy);
      subscribed(friend, "tele/will");
      comeFrom(OTHER);
      mortal.connect("mortal", true, Optional.of("tele/will"), 60);
      mortal.next();

      mortal.drop();

      var will = friend.next();
      assertThat(will.topic() + " " + will.text()).isEqualTo("tele/will will");
      publish(GateProbe.ACCOUNT, "fence", "fence");
      assertThat(spy.next().text()).isEqualTo("fence");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void one_client_id_lives_in_both_accounts_with_a_session_in_each(int version) {
    try (var here = Wire.open(port(), version);
        var there = Wire.open(port(), version)) {
      comeFrom(GateProbe.ACCOUNT);
      here.connect("pump-4", false);
      here.next();
      subscribed(here, "tele/#");
      comeFrom(OTHER);
      there.connect("pump-4", false);

      assertThat(there.next().codes()).isEqualTo(List.of(0, 0)); // no session of the other's
      assertThat(here.drain()).isEmpty(); // and it is still there
      publish(OTHER, "tele/x", "secret");
      here.drop();
    }
    publish(GateProbe.ACCOUNT, "tele/x", "waiting");

    try (var there = Wire.open(port(), version)) {
      comeFrom(OTHER);
      there.connect("pump-4", false);
      there.next();
      assertThat(there.drain()).isEmpty();
    }
    try (var here = Wire.open(port(), version)) {
      comeFrom(GateProbe.ACCOUNT);
      here.connect("pump-4", false);
      assertThat(here.next().codes()).isEqualTo(List.of(1, 0));
      assertThat(here.next().text()).isEqualTo("waiting");
    }
  }

  @Test
  void an_unsubscribed_filter_is_gone() {
    try (var listener = connected(OTHER, 4, "listener")) {
      subscribed(listener, "tele/x", "tele/y");
      listener.unsubscribe(3, "tele/x");
      assertThat(listener.next().kind()).isEqualTo(Kind.UNSUBACK);

      publish(OTHER, "tele/x", "no");
      publish(OTHER, "tele/y", "yes");

      assertThat(listener.next().text()).isEqualTo("yes");
    }
  }

  @Test
  void only_connections_of_the_own_account_are_ended() {
    try (var here = connected(GateProbe.ACCOUNT, 5, "pump-4");
        var there = connected(OTHER, 5, "pump-4")) {

      assertThat(link.account(OTHER).disconnect(_ -> true)).isEqualTo(1);

      assertThat(there.next().kind()).isEqualTo(Kind.DISCONNECT);
      assertThat(here.drain()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void who_belongs_to_no_account_does_not_come_in(int version) {
    gate.account = _ -> Optional.empty();
    try (var stranger = Wire.open(port(), version)) {
      stranger.connect("pump-4", true);

      assertThat(stranger.next().codes().getLast()).isEqualTo(version == 5 ? 0x87 : 5);
      assertThat(stranger.next().kind()).isEqualTo(Kind.CLOSED);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "$share/group/", "$share/group", "$share//x", "a#", "a/#/b", "+a"})
  void a_filter_that_is_none_is_none_in_an_account_too(String filter) {
    try (var device = connected(OTHER, 4, "pump-4")) {
      device.subscribe(1, filter);

      assertThat(device.next().kind()).isEqualTo(Kind.CLOSED);
    }
  }
}
