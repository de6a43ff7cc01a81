package errand.core.app;

import errand.core.fleet.EventSettings;
import errand.core.fleet.FleetEvent;
import errand.core.fleet.FleetEvent.Operation;
import errand.core.fleet.Group;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingType;
import errand.core.job.Event;
import errand.core.name.ThingTypeName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Tells operators' programs what happens in the registry, if the account wants to know: written in
 * the transaction of the change.
 */
final class FleetEvents {
  private final Tx tx;
  private final Instant now;
  private Optional<EventSettings> settings = Optional.empty();

  private FleetEvents(Tx tx, Instant now) {
    this.tx = tx;
    this.now = now;
  }

  /** For one transaction. */
  static FleetEvents in(Tx tx, Instant now) {
    return new FleetEvents(tx, now);
  }

  private void tell(FleetEvent event) {
    if (settings().on(event.type())) {
      tx.events().add(new Event.OfFleet(event, now));
    }
  }

  private EventSettings settings() {
    EventSettings found = settings.orElseGet(() -> tx.account().events());
    settings = Optional.of(found);
    return found;
  }

  void created(Thing thing) {
    tell(new FleetEvent.OfThing(Operation.CREATED, thing));
    thing.configuration().type().ifPresent(type -> associated(Operation.ADDED, thing, type));
  }

  void updated(Thing before, Thing after) {
    tell(new FleetEvent.OfThing(Operation.UPDATED, after));
    Optional<ThingTypeName> old = before.configuration().type();
    Optional<ThingTypeName> next = after.configuration().type();
    if (!old.equals(next)) {
      old.ifPresent(type -> associated(Operation.REMOVED, after, type));
      next.ifPresent(type -> associated(Operation.ADDED, after, type));
    }
  }

  private void associated(Operation operation, Thing thing, ThingTypeName type) {
    tell(new FleetEvent.OfAssociation(operation, thing, type));
  }

  void deleted(Thing thing) {
    tell(new FleetEvent.OfThing(Operation.DELETED, thing));
  }

  void happened(Operation operation, ThingType type) {
    tell(new FleetEvent.OfType(operation, type));
  }

  void created(Group group) {
    happened(Operation.CREATED, Operation.ADDED, group);
  }

  void updated(Group group) {
    tell(new FleetEvent.OfGroup(Operation.UPDATED, group, above(group)));
  }

  void deleted(Group group) {
    happened(Operation.DELETED, Operation.REMOVED, group);
  }

  private void happened(Operation toGroup, Operation toHierarchy, Group group) {
    List<Group> above = above(group);
    tell(new FleetEvent.OfGroup(toGroup, group, above));
    if (!above.isEmpty()) {
      tell(new FleetEvent.OfHierarchy(toHierarchy, above.getLast(), group));
    }
  }

  private List<Group> above(Group group) {
    return Groups.rootToParent(tx, group);
  }

  void joined(Thing thing, Group group) {
    tell(new FleetEvent.OfMembership(Operation.ADDED, thing, group));
  }

  void left(Thing thing, Group group) {
    tell(new FleetEvent.OfMembership(Operation.REMOVED, thing, group));
  }
}
