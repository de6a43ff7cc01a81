package errand.server.access;

import static errand.server.access.House.allow;
import static errand.server.access.House.arn;
import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iot.model.CertificateStatus;

/** What a device can and cannot do, on real ports. */
final class LiveAccessTest {
  // The promise is one second; the rest is for a machine that is busy with other things.
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(3);

  private final House house = House.ONE;

  @Test
  void a_certificate_without_a_policy_may_not_connect() {
    String thing = house.thing();
    DeviceIdentity identity = house.certificate();
    house.iot.attachThingPrincipal(a -> a.thingName(thing).principal(identity.arn()));

    var failure = Await.failureOf(house.mqtt5(identity, thing).connect());

    assertThat(failure).isInstanceOf(Mqtt5ConnAckException.class);
  }

  @Test
  void a_device_uses_its_own_topics_by_policy_variables() throws InterruptedException {
    String thing = house.thing();
    var client = connected(house.certificate(thing, house.ownThing()), thing);
    var answers = new LinkedBlockingQueue<String>();
    client.publishes(
        MqttGlobalPublishFilter.ALL, message -> answers.add(message.getTopic().toString()));

    subscribe(client, jobs(thing, "#"));
    publish(client, jobs(thing, "get"));

    assertThat(answers.poll(20, TimeUnit.SECONDS)).isEqualTo(jobs(thing, "get/accepted"));
    var _ = client.disconnect();
  }

  @Test
  void a_device_may_not_connect_under_the_name_of_another_thing() {
    String thing = house.thing();
    String other = house.thing();
    DeviceIdentity identity = house.certificate(thing, house.ownThing());

    var failure = Await.failureOf(house.mqtt5(identity, other).connect());

    assertThat(failure).isInstanceOf(Mqtt5ConnAckException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"get", "start-next", "$next/get", "j1/get", "j1/update", "j1/namespace-x/update"})
  void a_device_may_not_use_the_request_topics_of_another_thing(String request) {
    String thing = house.thing();
    String other = house.thing();
    var client = connected(house.certificate(thing, house.ownThing()), thing);

    var failure = Await.failureOf(send(client, jobs(other, request)));

    assertThat(failure).isInstanceOf(Mqtt5PubAckException.class);
    assertThat(client.getState().isConnected()).isTrue();
    var _ = client.disconnect();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$aws/things/OTHER/jobs/#",
        "$aws/things/OTHER/jobs/notify",
        "$aws/things/OTHER/jobs/notify-next",
        "$aws/things/OTHER/jobs/+/get/accepted",
        "$aws/things/+/jobs/#",
        "$aws/things/+/jobs/notify",
        "$aws/things/#",
        "$aws/#",
        "$aws/+/OTHER/jobs/notify",
        "+/things/OTHER/jobs/notify",
        "#",
        "$share/g/$aws/things/OTHER/jobs/#",
        "$share/g/#",
        "$SYS/#"
      })
  void a_device_may_not_listen_to_another_thing(String filter) {
    String thing = house.thing();
    String other = house.thing();
    var client = connected(house.certificate(thing, house.ownThing()), thing);

    var failure =
        Await.failureOf(client.subscribeWith().topicFilter(filter.replace("OTHER", other)).send());

    assertThat(failure).isInstanceOf(Mqtt5SubAckException.class);
    var _ = client.disconnect();
  }

  @Test
  void a_client_called_plus_does_not_get_what_is_everybodys() {
    String policy =
        house.policy(
            allow("iot:Connect", "*")
                + ","
                + allow("iot:Subscribe", arn("topicfilter/own/${iot:ClientId}/*")));
    DeviceIdentity identity = house.certificate();
    house.iot.attachPolicy(a -> a.policyName(policy).target(identity.arn()));
    var client = connected(identity, "+");

    var failure = Await.failureOf(client.subscribeWith().topicFilter("own/+/#").send());

    assertThat(failure).isInstanceOf(Mqtt5SubAckException.class);
    var _ = client.disconnect();
  }

  @Test
  void a_message_is_delivered_only_where_receive_is_allowed() throws InterruptedException {
    String policy =
        house.policy(
            String.join(
                ",",
                allow("iot:Connect", "*"),
                allow("iot:Publish", "*"),
                allow("iot:Subscribe", "*"),
                allow("iot:Receive", arn("topic/room/open"))));
    DeviceIdentity identity = house.certificate();
    house.iot.attachPolicy(a -> a.policyName(policy).target(identity.arn()));
    var client = connected(identity, house.name("client"));
    var seen = new LinkedBlockingQueue<String>();
    client.publishes(MqttGlobalPublishFilter.ALL, it -> seen.add(it.getTopic().toString()));
    subscribe(client, "room/#");

    publish(client, "room/closed");
    publish(client, "room/open");

    assertThat(seen.poll(20, TimeUnit.SECONDS)).isEqualTo("room/open");
    var _ = client.disconnect();
  }

  @Test
  void keeping_a_message_is_a_right_of_its_own() {
    String policy = house.policy(allow("iot:Connect", "*") + "," + allow("iot:Publish", "*"));
    DeviceIdentity identity = house.certificate();
    house.iot.attachPolicy(a -> a.policyName(policy).target(identity.arn()));
    var client = connected(identity, house.name("client"));
    publish(client, "kept/topic");

    var failure =
        Await.failureOf(
            client
                .publishWith()
                .topic("kept/topic")
                .qos(MqttQos.AT_LEAST_ONCE)
                .retain(true)
                .send()
                .thenApply(LiveAccessTest::sound));

    assertThat(failure).isInstanceOf(Mqtt5PubAckException.class);
    var _ = client.disconnect();
  }

  @ParameterizedTest
  @EnumSource(
      value = CertificateStatus.class,
      names = {"INACTIVE", "REVOKED"})
  void taking_a_certificate_out_of_use_ends_its_connection(CertificateStatus status) {
    String thing = house.thing();
    DeviceIdentity identity = house.certificate(thing, house.ownThing());

    endsWhen(
        identity,
        thing,
        () -> house.iot.updateCertificate(u -> u.certificateId(identity.id()).newStatus(status)));
    refused(identity, thing);
  }

  @Test
  void detaching_a_policy_ends_the_connection() {
    String thing = house.thing();
    String policy = house.ownThing();
    DeviceIdentity identity = house.certificate(thing, policy);

    endsWhen(
        identity,
        thing,
        () -> house.iot.detachPolicy(d -> d.policyName(policy).target(identity.arn())));
    refused(identity, thing);
  }

  @Test
  void detaching_the_principal_ends_the_connection() {
    String thing = house.thing();
    DeviceIdentity identity = house.certificate(thing, house.ownThing());

    endsWhen(
        identity,
        thing,
        () -> house.iot.detachThingPrincipal(d -> d.thingName(thing).principal(identity.arn())));
    refused(identity, thing);
  }

  @Test
  void a_version_that_no_longer_lets_a_device_connect_ends_the_connection() {
    String thing = house.thing();
    String policy = house.ownThing();
    DeviceIdentity identity = house.certificate(thing, policy);

    endsWhen(
        identity,
        thing,
        () ->
            house.iot.createPolicyVersion(
                v ->
                    v.policyName(policy)
                        .policyDocument(House.document(allow("iot:Publish", "*")))
                        .setAsDefault(true)));
  }

  @Test
  void a_version_that_says_less_counts_at_once_and_keeps_the_connection() {
    String policy = house.policy(allow("iot:*", "*"));
    DeviceIdentity identity = house.certificate();
    house.iot.attachPolicy(a -> a.policyName(policy).target(identity.arn()));
    var client = connected(identity, house.name("client"));
    publish(client, "a/b");

    house.iot.createPolicyVersion(
        v ->
            v.policyName(policy)
                .policyDocument(House.document(allow("iot:Connect", "*")))
                .setAsDefault(true));
    var failure = Await.failureOf(send(client, "a/b"));

    assertThat(failure).isInstanceOf(Mqtt5PubAckException.class);
    assertThat(client.getState().isConnected()).isTrue();
    house.iot.setDefaultPolicyVersion(s -> s.policyName(policy).policyVersionId("1"));
    publish(client, "a/b");
    var _ = client.disconnect();
  }

  @Test
  void a_group_hands_its_policy_to_the_things_in_it_and_below() {
    String thing = house.thing();
    String above = house.name("group");
    String below = house.name("group");
    String groupArn = house.iot.createThingGroup(g -> g.thingGroupName(above)).thingGroupArn();
    house.iot.createThingGroup(g -> g.thingGroupName(below).parentGroupName(above));
    DeviceIdentity identity = house.certificate();
    house.iot.attachThingPrincipal(a -> a.thingName(thing).principal(identity.arn()));
    String policy = house.ownThing();
    house.iot.attachPolicy(a -> a.policyName(policy).target(groupArn));
    refused(identity, thing);

    house.iot.addThingToThingGroup(a -> a.thingName(thing).thingGroupName(below));

    endsWhen(
        identity, thing, () -> house.iot.detachPolicy(d -> d.policyName(policy).target(groupArn)));
  }

  @Test
  void a_change_that_concerns_another_device_leaves_this_one_connected() {
    String thing = house.thing();
    String policy = house.ownThing();
    var client = connected(house.certificate(thing, policy), thing);
    String other = house.thing();
    DeviceIdentity neighbour = house.certificate(other, policy);

    endsWhen(
        neighbour,
        other,
        () -> house.iot.detachPolicy(d -> d.policyName(policy).target(neighbour.arn())));

    publish(client, jobs(thing, "get"));
    assertThat(client.getState().isConnected()).isTrue();
    var _ = client.disconnect();
  }

  @Test
  void over_https_a_certificate_acts_for_the_things_its_policy_names() throws Exception {
    String thing = house.thing();
    String other = house.thing();
    DeviceIdentity identity = house.certificate();
    String path = "/things/" + thing + "/jobs";
    assertThat(get(identity, path)).isEqualTo(403);

    String policy = house.policy(allow("iotjobsdata:*", arn("thing/" + thing)));
    house.iot.attachPolicy(a -> a.policyName(policy).target(identity.arn()));

    assertThat(get(identity, path)).isEqualTo(200);
    assertThat(get(identity, "/things/" + other + "/jobs")).isEqualTo(403);
    assertThat(get(identity, "/things/" + thing + "/../" + other + "/jobs")).isEqualTo(400);
    assertThat(get(identity, "/things/" + other + "%2Fjobs")).isEqualTo(403);
    assertThat(get(identity, "/things")).isEqualTo(403);
    house.iot.updateCertificate(
        u -> u.certificateId(identity.id()).newStatus(CertificateStatus.INACTIVE));
    assertThat(get(identity, path)).isEqualTo(403);
  }

  private int get(DeviceIdentity identity, String path) throws IOException, InterruptedException {
    try (var http =
        HttpClient.newBuilder().sslContext(identity.context(house.server.caFile())).build()) {
      var uri = URI.create("https://localhost:" + house.server.httpsPort() + path);
      return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  private void endsWhen(DeviceIdentity identity, String clientId, Runnable change) {
    var ended = new AtomicReference<>("");
    var client = house.mqtt5(identity, clientId, ended::set);
    Await.of(client.connect());

    change.run();

    assertThat(Await.until(() -> !ended.get().isEmpty())).isLessThan(ENDS_WITHIN);
  }

  private void refused(DeviceIdentity identity, String clientId) {
    assertThat(Await.failureOf(house.mqtt5(identity, clientId).connect()))
        .isInstanceOf(Mqtt5ConnAckException.class);
  }

  private Mqtt5AsyncClient connected(DeviceIdentity identity, String clientId) {
    var client = house.mqtt5(identity, clientId);
    Await.of(client.connect());
    return client;
  }

  private static void subscribe(Mqtt5AsyncClient client, String filter) {
    Await.of(client.subscribeWith().topicFilter(filter).qos(MqttQos.AT_LEAST_ONCE).send());
  }

  private static void publish(Mqtt5AsyncClient client, String topic) {
    Await.of(send(client, topic));
  }

  private static CompletableFuture<?> send(Mqtt5AsyncClient client, String topic) {
    return client
        .publishWith()
        .topic(topic)
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload("{}".getBytes(StandardCharsets.UTF_8))
        .send()
        .thenApply(LiveAccessTest::sound);
  }

  private static Mqtt5PublishResult sound(Mqtt5PublishResult result) {
    result
        .getError()
        .ifPresent(
            error -> {
              throw new CompletionException(error);
            });
    return result;
  }

  private static String jobs(String thing, String rest) {
    return "$aws/things/" + thing + "/jobs/" + rest;
  }
}
