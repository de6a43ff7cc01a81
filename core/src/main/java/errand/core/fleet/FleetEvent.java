package errand.core.fleet;

import errand.core.name.ThingTypeName;
import java.util.List;

/** What happened in the registry, as it is then. Source: control-plane 8.3 [doc]. */
public sealed interface FleetEvent {
  /** What has to be turned on to be told of it. */
  EventType type();

  Operation operation();

  /** The name of what it happened to. */
  String subject();

  /** What was done. */
  enum Operation {
    CREATED,
    UPDATED,
    DELETED,
    ADDED,
    REMOVED
  }

  /** A thing was created, updated or deleted. */
  record OfThing(Operation operation, Thing thing) implements FleetEvent {
    @Override
    public EventType type() {
      return EventType.THING;
    }

    @Override
    public String subject() {
      return thing.name().text();
    }
  }

  /** A thing was given a type, or has it no longer. */
  record OfAssociation(Operation operation, Thing thing, ThingTypeName thingType)
      implements FleetEvent {
    @Override
    public EventType type() {
      return EventType.THING_TYPE_ASSOCIATION;
    }

    @Override
    public String subject() {
      return thing.name().text();
    }
  }

  /** A thing type was created, updated, taken out of use or deleted. */
  record OfType(Operation operation, ThingType thingType) implements FleetEvent {
    @Override
    public EventType type() {
      return EventType.THING_TYPE;
    }

    @Override
    public String subject() {
      return thingType.name().text();
    }
  }

  /**
   * A group was created, updated or deleted.
   *
   * @param above the groups above it, the root first
   */
  record OfGroup(Operation operation, Group group, List<Group> above) implements FleetEvent {
    public OfGroup {
      above = List.copyOf(above);
    }

    @Override
    public EventType type() {
      return EventType.THING_GROUP;
    }

    @Override
    public String subject() {
      return group.name().text();
    }
  }

  /** A thing joined or left a group. */
  record OfMembership(Operation operation, Thing thing, Group group) implements FleetEvent {
    @Override
    public EventType type() {
      return EventType.THING_GROUP_MEMBERSHIP;
    }

    @Override
    public String subject() {
      return thing.name().text();
    }
  }

  /** A group was put below another, or is there no longer. */
  record OfHierarchy(Operation operation, Group parent, Group child) implements FleetEvent {
    @Override
    public EventType type() {
      return EventType.THING_GROUP_HIERARCHY;
    }

    @Override
    public String subject() {
      return child.name().text();
    }
  }
}
