package errand.core.app;

import errand.core.fleet.DynamicGroup;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.query.IndexedThing;
import errand.core.fleet.query.Narrowing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks at all things for dynamic groups that are new or have another query, one bounded batch per
 * transaction, so that device requests are not held up. Called by one loop at a time; safe to be
 * killed at any line, since how far it is stands in the group's row.
 */
public final class DynamicWalk {
  /** Things looked at in one transaction. */
  static final int BATCH = 200;

  /** How long a group that cannot be walked is left alone, so that it does not hold up others. */
  static final Duration PUT_OFF = Duration.ofMinutes(1);

  private final Store store;
  private final InstantSource clock;
  private final Memberships memberships;
  private final Bell bell;
  private final Map<GroupId, Instant> putOff = new HashMap<>();

  public DynamicWalk(Store store, InstantSource clock, Memberships memberships, Bell bell) {
    this.store = store;
    this.clock = clock;
    this.memberships = memberships;
    this.bell = bell;
  }

  private enum Step {
    NOTHING,
    LOOKED,
    CHANGED
  }

  /**
   * Does one batch for the first group that waits; true when there may be more to do at once.
   *
   * @throws RuntimeException when it fails; that group is left alone for a minute then
   */
  public boolean beat() {
    Instant now = clock.instant();
    Optional<GroupId> first = store.read(tx -> unfinished(tx, now)).map(DynamicGroup::id);
    return first.isPresent() && beat(first.get(), now);
  }

  private boolean beat(GroupId id, Instant now) {
    Step step;
    try {
      step =
          store.transact(
              tx ->
                  tx.dynamicGroups()
                      .find(id)
                      .filter(DynamicWalk::unfinished)
                      .map(group -> step(tx, group, now))
                      .orElse(Step.NOTHING));
      putOff.remove(id);
    } catch (RuntimeException failure) {
      putOff.put(id, now.plus(PUT_OFF));
      throw failure;
    }
    if (step == Step.CHANGED) {
      bell.due();
      bell.notices();
    }
    return step != Step.NOTHING;
  }

  private Optional<DynamicGroup> unfinished(Tx tx, Instant now) {
    return tx.dynamicGroups().all().stream()
        .filter(DynamicWalk::unfinished)
        .filter(group -> !now.isBefore(putOff.getOrDefault(group.id(), Instant.MIN)))
        .findFirst();
  }

  private static boolean unfinished(DynamicGroup group) {
    return group.standing() != DynamicGroup.Standing.ACTIVE;
  }

  private Step step(Tx tx, DynamicGroup group, Instant now) {
    Optional<Group> row = tx.groups().find(group.name());
    if (row.filter(found -> found.id().equals(group.id())).isEmpty()) {
      tx.dynamicGroups().remove(group.id());
      return Step.LOOKED;
    }
    var dynamics = Dynamics.in(tx, memberships, now);
    Optional<Dynamics.Asking> asking = dynamics.asking(group);
    if (asking.isEmpty()) {
      tx.dynamicGroups().put(group.active());
      return Step.LOOKED;
    }
    return step(tx, dynamics, asking.get());
  }

  private static Step step(Tx tx, Dynamics dynamics, Dynamics.Asking asking) {
    DynamicGroup group = asking.group();
    // A group with another query has members that only the old one found.
    Narrowing narrowing =
        group.standing() == DynamicGroup.Standing.BUILDING
            ? asking.query().narrowing()
            : Narrowing.NONE;
    List<IndexedThing> batch = tx.search().candidates(narrowing, group.walked(), BATCH);
    boolean changed = false;
    for (IndexedThing each : batch) {
      changed |= dynamics.decide(each, asking);
    }
    tx.dynamicGroups()
        .put(batch.size() < BATCH ? group.active() : group.past(batch.getLast().thing().name()));
    return changed ? Step.CHANGED : Step.LOOKED;
  }
}
