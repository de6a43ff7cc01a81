package errand.server.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import errand.server.Config;
import errand.server.Server;
import errand.server.conformance.support.SdkHttp;
import errand.server.identity.AccessKey;
import errand.server.identity.AccessKeys;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.DescribeThingGroupResponse;
import software.amazon.awssdk.services.iot.model.DisconnectReasonValue;
import software.amazon.awssdk.services.iot.model.DynamicGroupStatus;
import software.amazon.awssdk.services.iot.model.InvalidQueryException;
import software.amazon.awssdk.services.iot.model.InvalidRequestException;
import software.amazon.awssdk.services.iot.model.SearchIndexResponse;
import software.amazon.awssdk.services.iot.model.ThingDocument;

final class FleetIndexConformanceTest {
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private static Server server;
  private static IotClient iot;

  @BeforeAll
  static void start(@TempDir Path folder) {
    server = Server.start(Config.loopback(folder, true, Config.Ports.ANY), Clock.systemUTC());
    AccessKey key =
        AccessKeys.open(folder.resolve("identity"), Config.ACCOUNT, Clock.systemUTC()).first();
    iot =
        IotClient.builder()
            .endpointOverride(URI.create("http://127.0.0.1:" + server.httpPort().orElseThrow()))
            .region(Region.US_EAST_1)
            .httpClient(new SdkHttp())
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(key.id(), key.secret())))
            .build();
  }

  @AfterAll
  static void stop() {
    iot.close();
    server.close();
  }

  @Test
  void things_are_found_with_what_the_index_knows_of_them() {
    make("find-1", Map.of("site", "Hall-4", "battery", "75"));
    make("find-2", Map.of("site", "hall-5"));
    iot.createThingGroup(group -> group.thingGroupName("find-group"));
    iot.addThingToThingGroup(add -> add.thingName("find-1").thingGroupName("find-group"));

    List<ThingDocument> found =
        search("thingName:find-* AND attributes.site:hall-4 AND attributes.battery<80").things();

    assertThat(found).hasSize(1);
    ThingDocument document = found.getFirst();
    assertThat(document.thingName()).isEqualTo("find-1");
    assertThat(document.thingId())
        .isEqualTo(iot.describeThing(which -> which.thingName("find-1")).thingId());
    assertThat(document.thingGroupNames()).containsExactly("find-group");
    assertThat(document.attributes()).isEqualTo(Map.of("site", "Hall-4", "battery", "75"));
    assertThat(document.connectivity().connected()).isFalse();
  }

  @Test
  void pages_follow_each_other_and_their_token_is_good_for_their_query_alone() {
    for (int n = 0; n < 7; n++) {
      make("page-" + n, Map.of());
    }

    SearchIndexResponse first =
        iot.searchIndex(index -> index.queryString("thingName:page-*").maxResults(5));
    SearchIndexResponse second =
        iot.searchIndex(
            index ->
                index.queryString("thingName:page-*").maxResults(5).nextToken(first.nextToken()));

    assertThat(first.things()).extracting(ThingDocument::thingName).contains("page-0", "page-4");
    assertThat(second.things())
        .extracting(ThingDocument::thingName)
        .containsExactly("page-5", "page-6");
    assertThat(second.nextToken()).isNull();
    assertThatThrownBy(
            () ->
                iot.searchIndex(
                    index -> index.queryString("thingName:p*").nextToken(first.nextToken())))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void what_is_no_query_is_told_with_its_place() {
    assertThatThrownBy(() -> search("thingName:(a"))
        .isInstanceOf(InvalidQueryException.class)
        .hasMessageContaining("position 11");
    assertThatThrownBy(() -> iot.searchIndex(index -> index.queryString("a").maxResults(501)))
        .isInstanceOf(InvalidRequestException.class);
  }

  @Test
  void the_index_is_there_and_counts() {
    make("count-1", Map.of());
    make("count-2", Map.of());

    assertThat(iot.listIndices(_ -> {}).indexNames()).containsExactly("AWS_Things");
    assertThat(iot.describeIndex(index -> index.indexName("AWS_Things")).indexStatusAsString())
        .isEqualTo("ACTIVE");
    assertThat(iot.getStatistics(of -> of.queryString("thingName:count-*")).statistics().count())
        .isEqualTo(2);
  }

  @Test
  void a_device_that_comes_and_goes_is_seen() {
    make("seen-1", Map.of());
    Instant before = Instant.now().minusSeconds(1);
    Mqtt5BlockingClient device = device("seen-1");

    device.connect();
    ThingDocument up =
        eventually(
                () -> search("thingName:seen-1 connectivity.connected:true").things(),
                things -> !things.isEmpty())
            .getFirst();

    assertThat(up.connectivity().timestamp()).isGreaterThan(before.toEpochMilli());
    assertThat(up.connectivity().disconnectReason()).isNull();

    device.disconnect();
    var down =
        eventually(
            () -> iot.getThingConnectivityData(which -> which.thingName("seen-1")),
            each -> !each.connected());

    assertThat(down.disconnectReason())
        .isEqualTo(DisconnectReasonValue.CLIENT_INITIATED_DISCONNECT);
    assertThat(down.timestamp()).isAfter(before);
    assertThat(search("connectivity.disconnectReason:client_initiated_disconnect").things())
        .extracting(ThingDocument::thingName)
        .contains("seen-1");
  }

  @Test
  void a_dynamic_group_gathers_what_its_query_finds() {
    make("dyn-1", Map.of("ring", "one"));
    make("dyn-2", Map.of("ring", "two"));

    var created =
        iot.createDynamicThingGroup(
            group -> group.thingGroupName("dyn").queryString("attributes.ring:one"));
    DescribeThingGroupResponse described =
        eventually(() -> describe("dyn"), each -> each.status() == DynamicGroupStatus.ACTIVE);

    assertThat(created.indexName()).isEqualTo("AWS_Things");
    assertThat(created.queryVersion()).isEqualTo("2017-09-30");
    assertThat(described.queryString()).isEqualTo("attributes.ring:one");
    assertThat(described.thingGroupId()).isEqualTo(created.thingGroupId());
    assertThat(members("dyn")).containsExactly("dyn-1");

    iot.updateThing(
        thing ->
            thing.thingName("dyn-2").attributePayload(a -> a.attributes(Map.of("ring", "one"))));
    assertThat(members("dyn")).containsExactly("dyn-1", "dyn-2");

    var updated =
        iot.updateDynamicThingGroup(
            group ->
                group
                    .thingGroupName("dyn")
                    .thingGroupProperties(_ -> {})
                    .queryString("thingName:dyn-2")
                    .expectedVersion(1L));
    eventually(() -> members("dyn"), List.of("dyn-2")::equals);

    assertThat(updated.version()).isEqualTo(2);
    assertThatThrownBy(
            () -> iot.addThingToThingGroup(add -> add.thingName("dyn-1").thingGroupName("dyn")))
        .isInstanceOf(InvalidRequestException.class);

    iot.deleteDynamicThingGroup(group -> group.thingGroupName("dyn"));
    assertThat(search("thingName:dyn-2").things().getFirst().thingGroupNames()).isEmpty();
  }

  @Test
  void a_dynamic_group_of_connected_things_follows_them() {
    make("live-1", Map.of());
    iot.createDynamicThingGroup(
        group ->
            group
                .thingGroupName("live")
                .queryString("thingName:live-* AND connectivity.connected:true"));
    Mqtt5BlockingClient device = device("live-1");

    device.connect();
    eventually(() -> members("live"), List.of("live-1")::equals);

    device.disconnect();
    eventually(() -> members("live"), List::isEmpty);
  }

  @Test
  void a_query_of_a_dynamic_group_has_five_terms_at_most() {
    assertThatThrownBy(
            () ->
                iot.createDynamicThingGroup(
                    group -> group.thingGroupName("six").queryString("a b c d e f")))
        .isInstanceOf(InvalidQueryException.class);
  }

  private static void make(String name, Map<String, String> attributes) {
    iot.createThing(thing -> thing.thingName(name).attributePayload(a -> a.attributes(attributes)));
  }

  private static SearchIndexResponse search(String query) {
    return iot.searchIndex(index -> index.queryString(query));
  }

  private static DescribeThingGroupResponse describe(String group) {
    return iot.describeThingGroup(which -> which.thingGroupName(group));
  }

  private static List<String> members(String group) {
    return iot.listThingsInThingGroup(which -> which.thingGroupName(group)).things();
  }

  private static Mqtt5BlockingClient device(String clientId) {
    return Mqtt5Client.builder()
        .identifier(clientId)
        .serverHost("127.0.0.1")
        .serverPort(server.mqttPort().orElseThrow())
        .buildBlocking();
  }

  // Asks again until it is so; each answer takes a round trip, which is pause enough.
  private static <T> T eventually(Supplier<T> look, Predicate<? super T> expected) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    T seen = look.get();
    while (!expected.test(seen) && System.nanoTime() < end) {
      seen = look.get();
    }
    assertThat(expected.test(seen)).as("last seen: %s", seen).isTrue();
    return seen;
  }
}
