package errand.server.wire.event;

import errand.core.fleet.FleetEvent;
import errand.core.fleet.Group;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingType;
import errand.core.job.Event;
import errand.server.wire.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events of the registry: topics and payloads. Their times are in milliseconds, and what a thing,
 * type or group does not have is null rather than absent. Source: control-plane 8.3 [doc].
 */
record FleetShapes(String account, String arnPrefix) {
  String topic(FleetEvent event) {
    String where =
        switch (event) {
          case FleetEvent.OfThing(var _, var thing) -> "thing/" + thing.name();
          case FleetEvent.OfAssociation(var _, var thing, var type) ->
              "thingTypeAssociation/thing/" + thing.name() + "/thingType/" + type;
          case FleetEvent.OfType(var _, var type) -> "thingType/" + type.name();
          case FleetEvent.OfGroup(var _, var group, var _) -> "thingGroup/" + group.name();
          case FleetEvent.OfMembership(var _, var thing, var group) ->
              "thingGroupMembership/thingGroup/" + group.name() + "/thing/" + thing.name();
          case FleetEvent.OfHierarchy(var _, var parent, var child) ->
              "thingGroupHierarchy/thingGroup/"
                  + parent.name()
                  + "/childThingGroup/"
                  + child.name();
        };
    return "$aws/events/" + where + "/" + event.operation().name().toLowerCase(Locale.ROOT);
  }

  ObjectNode payload(String id, Event.OfFleet told) {
    FleetEvent event = told.what();
    ObjectNode node =
        Json.object()
            .put("eventType", event.type() + "_EVENT")
            .put("eventId", id)
            .put("timestamp", told.at().toEpochMilli())
            .put("operation", event.operation().name())
            .put("accountId", account);
    switch (event) {
      case FleetEvent.OfThing(var _, var thing) -> thing(node, thing);
      case FleetEvent.OfAssociation(var _, var thing, var type) ->
          names(node, thing).put("thingTypeName", type.text());
      case FleetEvent.OfType(var _, var type) -> type(node, type);
      case FleetEvent.OfGroup group -> group(node, group);
      case FleetEvent.OfMembership(var _, var thing, var group) -> member(node, thing, group);
      case FleetEvent.OfHierarchy(var _, var parent, var child) ->
          names(node, parent)
              .put("childGroupId", child.id().toString())
              .put("childGroupName", child.name().text());
    }
    return node;
  }

  private static ObjectNode names(ObjectNode node, Thing thing) {
    return node.put("thingId", thing.id().toString()).put("thingName", thing.name().text());
  }

  private static ObjectNode names(ObjectNode node, Group group) {
    return node.put("thingGroupId", group.id().toString())
        .put("thingGroupName", group.name().text());
  }

  private static void thing(ObjectNode node, Thing thing) {
    names(node, thing).put("versionNumber", thing.version());
    orNull(node, "thingTypeName", thing.typeName());
    ObjectNode attributes = node.putObject("attributes");
    thing.attributes().forEach(attributes::put);
  }

  private static void type(ObjectNode node, ThingType type) {
    node.put("thingTypeId", type.id().toString())
        .put("thingTypeName", type.name().text())
        .put("isDeprecated", type.deprecated());
    type.deprecatedAt()
        .ifPresentOrElse(
            at -> node.put("deprecationDate", at.toEpochMilli()),
            () -> node.putNull("deprecationDate"));
    ArrayNode searchable = node.putArray("searchableAttributes");
    type.properties().searchable().forEach(searchable::add);
    node.put("description", type.properties().description());
  }

  private void group(ObjectNode node, FleetEvent.OfGroup event) {
    Group group = event.group();
    names(node, group).put("versionNumber", group.version());
    ArrayNode above = node.putArray("rootToParentThingGroups");
    for (Group each : event.above()) {
      above.addObject().put("groupArn", arn(each)).put("groupId", each.id().toString());
    }
    Optional<Group> parent = event.above().reversed().stream().findFirst();
    orNull(node, "parentGroupName", parent.map(each -> each.name().text()));
    orNull(node, "parentGroupId", parent.map(each -> each.id().toString()));
    node.put("description", group.description());
    ObjectNode attributes = node.putObject("attributes");
    group.attributes().forEach(attributes::put);
    // What AWS shows there for groups with a query is not published.
    node.putNull("dynamicGroupMappingId");
  }

  private static void orNull(ObjectNode node, String member, Optional<String> text) {
    text.ifPresentOrElse(there -> node.put(member, there), () -> node.putNull(member));
  }

  private void member(ObjectNode node, Thing thing, Group group) {
    node.put("groupArn", arn(group))
        .put("groupId", group.id().toString())
        .put("thingArn", arnPrefix + "thing/" + thing.name())
        .put("thingId", thing.id().toString())
        .put("membershipId", membershipId(thing, group));
  }

  // The same when it leaves as when it joined, so that a reader can tell which membership ended.
  private static String membershipId(Thing thing, Group group) {
    String both = thing.id() + "/" + group.id();
    return UUID.nameUUIDFromBytes(both.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private String arn(Group group) {
    return arnPrefix + "thinggroup/" + group.name();
  }
}
