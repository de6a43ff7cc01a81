package errand.server.store;

import errand.core.fleet.EventType;
import errand.core.fleet.FleetEvent;
import errand.core.fleet.FleetEvent.Operation;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingConfiguration;
import errand.core.fleet.ThingId;
import errand.core.fleet.ThingType;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A {@link FleetEvent} as it is stored: its type says which parts are there. */
record FleetEventJson(
    EventType type,
    Operation operation,
    @Nullable ThingJson thing,
    @Nullable GroupJson group,
    @Nullable List<GroupJson> above,
    @Nullable String typeName,
    @Nullable KindJson thingType) {
  static FleetEventJson of(FleetEvent event) {
    EventType type = event.type();
    Operation operation = event.operation();
    return switch (event) {
      case FleetEvent.OfThing(var _, var thing) ->
          new FleetEventJson(type, operation, ThingJson.of(thing), null, null, null, null);
      case FleetEvent.OfAssociation(var _, var thing, var name) ->
          new FleetEventJson(type, operation, ThingJson.of(thing), null, null, name.text(), null);
      case FleetEvent.OfType(var _, var kind) ->
          new FleetEventJson(type, operation, null, null, null, null, KindJson.of(kind));
      case FleetEvent.OfGroup(var _, var group, var above) ->
          new FleetEventJson(type, operation, null, GroupJson.of(group), all(above), null, null);
      case FleetEvent.OfMembership(var _, var thing, var group) ->
          new FleetEventJson(
              type, operation, ThingJson.of(thing), GroupJson.of(group), null, null, null);
      case FleetEvent.OfHierarchy(var _, var parent, var child) ->
          new FleetEventJson(
              type, operation, null, GroupJson.of(child), all(List.of(parent)), null, null);
    };
  }

  private static List<GroupJson> all(List<Group> groups) {
    return groups.stream().map(GroupJson::of).toList();
  }

  FleetEvent event() {
    return switch (type) {
      case THING -> new FleetEvent.OfThing(operation, there(thing).thing());
      case THING_TYPE_ASSOCIATION ->
          new FleetEvent.OfAssociation(
              operation, there(thing).thing(), new ThingTypeName(there(typeName)));
      case THING_TYPE -> new FleetEvent.OfType(operation, there(thingType).thingType());
      case THING_GROUP -> new FleetEvent.OfGroup(operation, there(group).group(), groups());
      case THING_GROUP_MEMBERSHIP ->
          new FleetEvent.OfMembership(operation, there(thing).thing(), there(group).group());
      case THING_GROUP_HIERARCHY ->
          new FleetEvent.OfHierarchy(operation, groups().getFirst(), there(group).group());
      case JOB, JOB_EXECUTION, POLICY, CERTIFICATE, CA_CERTIFICATE ->
          throw new IllegalStateException("a stored event of the registry has type " + type);
    };
  }

  private List<Group> groups() {
    return there(above).stream().map(GroupJson::group).toList();
  }

  private <T> T there(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("a stored event of type " + type + " lacks a part");
    }
    return part;
  }

  record ThingJson(
      UUID id,
      String name,
      @Nullable String type,
      Map<String, String> attributes,
      @Nullable String billingGroup,
      long version,
      long createdMillis) {
    static ThingJson of(Thing thing) {
      return new ThingJson(
          thing.id().uuid(),
          thing.name().text(),
          thing.typeName().orElse(null),
          thing.attributes(),
          thing.configuration().billingGroup().orElse(null),
          thing.version(),
          thing.createdAt().toEpochMilli());
    }

    Thing thing() {
      var configuration =
          new ThingConfiguration(
              Optional.ofNullable(type).map(ThingTypeName::new),
              new TreeMap<>(attributes),
              Optional.ofNullable(billingGroup));
      return new Thing(
          new ThingId(id),
          new ThingName(name),
          configuration,
          version,
          Instant.ofEpochMilli(createdMillis));
    }
  }

  record GroupJson(
      UUID id,
      String name,
      @Nullable String parent,
      String description,
      Map<String, String> attributes,
      long version,
      long createdMillis) {
    static GroupJson of(Group group) {
      return new GroupJson(
          group.id().uuid(),
          group.name().text(),
          group.parent().map(GroupName::text).orElse(null),
          group.description(),
          group.attributes(),
          group.version(),
          group.createdAt().toEpochMilli());
    }

    Group group() {
      return new Group(
          new GroupId(id),
          new GroupName(name),
          Optional.ofNullable(parent).map(GroupName::new),
          description,
          new TreeMap<>(attributes),
          version,
          Instant.ofEpochMilli(createdMillis));
    }
  }

  record KindJson(
      UUID id,
      String name,
      TypeJson properties,
      @Nullable Long deprecatedMillis,
      long createdMillis) {
    static KindJson of(ThingType type) {
      return new KindJson(
          type.id(),
          type.name().text(),
          TypeJson.of(type.properties()),
          type.deprecatedAt().map(Instant::toEpochMilli).orElse(null),
          type.createdAt().toEpochMilli());
    }

    ThingType thingType() {
      return new ThingType(
          id,
          new ThingTypeName(name),
          properties.properties(),
          Optional.ofNullable(deprecatedMillis).map(Instant::ofEpochMilli),
          Instant.ofEpochMilli(createdMillis));
    }
  }
}
