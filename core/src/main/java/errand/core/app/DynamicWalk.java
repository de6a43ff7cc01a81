package errand.core.app;

import errand.core.fleet.DynamicGroup;
import errand.core.fleet.Group;
import errand.core.fleet.query.IndexedThing;
import errand.core.fleet.query.Narrowing;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Looks at all things for dynamic groups that are new or have another query, one bounded batch per
 * transaction, so that device requests are not held up. Called by one loop at a time; safe to be
 * killed at any line, since how far it is stands in the group's row.
 */
public final class DynamicWalk {
  /** Things looked at in one transaction. */
  static final int BATCH = 200;

  private final Store store;
  private final InstantSource clock;
  private final Memberships memberships;
  private final Bell bell;

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

  /** Does one batch for the first group that waits; true when there may be more to do at once. */
  public boolean beat() {
    if (store.read(DynamicWalk::unfinished).isEmpty()) {
      return false;
    }
    Instant now = clock.instant();
    Step step =
        store.transact(
            tx -> unfinished(tx).map(group -> step(tx, group, now)).orElse(Step.NOTHING));
    if (step == Step.CHANGED) {
      bell.due();
      bell.notices();
    }
    return step != Step.NOTHING;
  }

  private static Optional<DynamicGroup> unfinished(Tx tx) {
    return tx.dynamicGroups().all().stream()
        .filter(group -> group.standing() != DynamicGroup.Standing.ACTIVE)
        .findFirst();
  }

  private Step step(Tx tx, DynamicGroup group, Instant now) {
    Optional<Group> row = tx.groups().find(group.name());
    if (row.filter(found -> found.id().equals(group.id())).isEmpty()) {
      tx.dynamicGroups().remove(group.id());
      return Step.LOOKED;
    }
    Optional<Dynamics.Asking> asking = Dynamics.Asking.of(group);
    if (asking.isEmpty()) {
      tx.dynamicGroups().put(group.active());
      return Step.LOOKED;
    }
    return step(tx, asking.get(), now);
  }

  private Step step(Tx tx, Dynamics.Asking asking, Instant now) {
    DynamicGroup group = asking.group();
    var dynamics = Dynamics.in(tx, memberships, now);
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
