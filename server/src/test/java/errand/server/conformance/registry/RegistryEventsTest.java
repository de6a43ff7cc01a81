package errand.server.conformance.registry;

import static org.assertj.core.api.Assertions.assertThat;

import errand.server.conformance.support.MovableClock;
import errand.server.conformance.support.MqttProbe;
import errand.server.conformance.support.RunningServer;
import errand.server.conformance.support.Sdk;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iot.IotClient;
import software.amazon.awssdk.services.iot.model.Configuration;
import software.amazon.awssdk.services.iot.model.EventType;
import software.amazon.awssdk.services.iot.model.ThingIndexingMode;
import tools.jackson.databind.JsonNode;

/** Events of the registry as a subscriber gets them. Source: control-plane 8.3. */
final class RegistryEventsTest {
  private static final String ARN = "arn:aws:iot:us-east-1:000000000000:";

  private final RunningServer server = RunningServer.start(MovableClock.system());
  private final IotClient iot = Sdk.iot(server.doors());
  private final MqttProbe probe = MqttProbe.connect(server.doors());

  @AfterEach
  void close() {
    probe.close();
    iot.close();
    server.close();
  }

  private void turnOn(EventType... types) {
    for (var type : types) {
      turn(type, true);
    }
  }

  private void turn(EventType type, boolean on) {
    var chosen = Map.of(type, Configuration.builder().enabled(on).build());
    iot.updateEventConfigurations(r -> r.eventConfigurations(chosen));
  }

  private JsonNode event(String topic) {
    return probe.until(each -> each.topic().equals("$aws/events/" + topic)).getLast().json();
  }

  @Test
  void things_groups_and_memberships_are_told_on_their_topics() {
    probe.subscribe("$aws/events/#");
    turnOn(
        EventType.THING,
        EventType.THING_GROUP,
        EventType.THING_GROUP_HIERARCHY,
        EventType.THING_GROUP_MEMBERSHIP);
    var thing =
        iot.createThing(
            r -> r.thingName("pump").attributePayload(a -> a.attributes(Map.of("a", "b"))));
    var parent = iot.createThingGroup(r -> r.thingGroupName("plant"));
    var group = iot.createThingGroup(r -> r.thingGroupName("line").parentGroupName("plant"));
    iot.addThingToThingGroup(r -> r.thingName("pump").thingGroupName("line"));

    var created = event("thing/pump/created");
    assertThat(created.path("eventType").asString()).isEqualTo("THING_EVENT");
    assertThat(created.path("operation").asString()).isEqualTo("CREATED");
    assertThat(created.path("accountId").asString()).isEqualTo("000000000000");
    assertThat(created.path("thingId").asString()).isEqualTo(thing.thingId());
    assertThat(created.path("versionNumber").asInt()).isEqualTo(1);
    assertThat(created.path("attributes").path("a").asString()).isEqualTo("b");
    assertThat(created.path("timestamp").asLong()).isGreaterThan(1_500_000_000_000L);
    assertThat(created.path("thingTypeName").isNull()).isTrue();
    var root = event("thingGroup/plant/created");
    assertThat(root.path("parentGroupName").isNull()).isTrue();
    assertThat(root.path("parentGroupId").isNull()).isTrue();
    assertThat(root.path("rootToParentThingGroups").isEmpty()).isTrue();
    var below = event("thingGroup/line/created");
    assertThat(below.path("thingGroupId").asString()).isEqualTo(group.thingGroupId());
    assertThat(below.path("parentGroupId").asString()).isEqualTo(parent.thingGroupId());
    assertThat(below.path("parentGroupName").asString()).isEqualTo("plant");
    assertThat(below.at("/rootToParentThingGroups/0/groupArn").asString())
        .isEqualTo(ARN + "thinggroup/plant");
    var hierarchy = event("thingGroupHierarchy/thingGroup/plant/childThingGroup/line/added");
    assertThat(hierarchy.path("childGroupId").asString()).isEqualTo(group.thingGroupId());
    var joined = event("thingGroupMembership/thingGroup/line/thing/pump/added");
    assertThat(joined.path("thingArn").asString()).isEqualTo(ARN + "thing/pump");
    assertThat(joined.path("groupArn").asString()).isEqualTo(ARN + "thinggroup/line");

    iot.removeThingFromThingGroup(r -> r.thingName("pump").thingGroupName("line"));
    var left = event("thingGroupMembership/thingGroup/line/thing/pump/removed");
    assertThat(left.path("operation").asString()).isEqualTo("REMOVED");
    assertThat(left.path("membershipId").asString())
        .isEqualTo(UUID.fromString(joined.path("membershipId").asString()).toString());
    iot.deleteThingGroup(r -> r.thingGroupName("line"));
    event("thingGroup/line/deleted");
    event("thingGroupHierarchy/thingGroup/plant/childThingGroup/line/removed");
    iot.deleteThing(r -> r.thingName("pump"));
    event("thing/pump/deleted");
  }

  @Test
  void a_kind_of_event_is_told_from_when_it_is_turned_on_until_it_is_turned_off() {
    probe.subscribe("$aws/events/#");
    iot.createThing(r -> r.thingName("before"));
    turnOn(EventType.THING);
    iot.createThingGroup(r -> r.thingGroupName("plant"));
    iot.createThing(r -> r.thingName("between"));
    assertThat(probe.next().topic()).isEqualTo("$aws/events/thing/between/created");

    turn(EventType.THING, false);
    iot.createThing(r -> r.thingName("after"));
    turnOn(EventType.THING_TYPE);
    iot.createThingType(r -> r.thingTypeName("kind"));
    assertThat(probe.next().topic()).isEqualTo("$aws/events/thingType/kind/created");
  }

  @Test
  void who_joins_and_leaves_a_dynamic_group_by_a_change_is_told() {
    probe.subscribe("$aws/events/thingGroupMembership/#");
    turnOn(EventType.THING_GROUP_MEMBERSHIP);
    iot.updateIndexingConfiguration(
        r -> r.thingIndexingConfiguration(c -> c.thingIndexingMode(ThingIndexingMode.REGISTRY)));
    iot.createDynamicThingGroup(r -> r.thingGroupName("old").queryString("attributes.firmware:1"));
    iot.createThing(
        r -> r.thingName("pump").attributePayload(a -> a.attributes(Map.of("firmware", "1"))));
    event("thingGroupMembership/thingGroup/old/thing/pump/added");

    iot.updateThing(
        r -> r.thingName("pump").attributePayload(a -> a.attributes(Map.of("firmware", "2"))));
    event("thingGroupMembership/thingGroup/old/thing/pump/removed");
  }

  @Test
  void types_and_what_has_them_are_told_on_their_topics() {
    probe.subscribe("$aws/events/#");
    turnOn(EventType.THING_TYPE, EventType.THING_TYPE_ASSOCIATION);
    var type =
        iot.createThingType(
            r -> r.thingTypeName("kind").thingTypeProperties(p -> p.searchableAttributes("a")));
    iot.createThing(r -> r.thingName("pump").thingTypeName("kind"));
    iot.updateThing(r -> r.thingName("pump").removeThingType(true));
    iot.deprecateThingType(r -> r.thingTypeName("kind"));

    var created = event("thingType/kind/created");
    assertThat(created.path("thingTypeId").asString()).isEqualTo(type.thingTypeId());
    assertThat(created.path("searchableAttributes").path(0).asString()).isEqualTo("a");
    assertThat(created.path("isDeprecated").asBoolean()).isFalse();
    assertThat(created.path("deprecationDate").isNull()).isTrue();
    event("thingTypeAssociation/thing/pump/thingType/kind/added");
    event("thingTypeAssociation/thing/pump/thingType/kind/removed");
    var deprecated = event("thingType/kind/updated");
    assertThat(deprecated.path("isDeprecated").asBoolean()).isTrue();
    assertThat(deprecated.path("deprecationDate").asLong()).isGreaterThan(1_500_000_000_000L);
  }
}
