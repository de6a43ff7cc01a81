package errand.core.app;

import errand.core.fleet.Connectivity;
import errand.core.fleet.DisconnectReason;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingId;
import errand.core.name.ThingName;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Which things are connected, as the fleet index shows it. Each call is one transaction. Threads:
 * any.
 */
public final class Presence {
  /** Most that one call takes, so that device requests are not held up. */
  public static final int BATCH = 500;

  private final Store store;
  private final InstantSource clock;
  private final Memberships memberships;
  private final Bell bell;

  public Presence(Store store, InstantSource clock, Memberships memberships, Bell bell) {
    this.store = store;
    this.clock = clock;
    this.memberships = memberships;
    this.bell = bell;
  }

  /**
   * A client came or went.
   *
   * @param certificateId of the certificate it showed, when it showed one
   */
  public record Seen(String clientId, Optional<String> certificateId, Connectivity connectivity) {}

  /**
   * Remembers who came and went. A client stands for the thing that has its id for a name, as on
   * AWS; else for the one thing its certificate is attached to, when that is one alone [choice];
   * else for none, and is passed over. Repeatable.
   */
  public void remember(List<Seen> seen) {
    requireBatch(seen.size());
    Instant now = clock.instant();
    boolean moved =
        store.transact(
            tx -> {
              var dynamics = Dynamics.in(tx, memberships, now);
              boolean any = false;
              for (Seen each : seen) {
                Optional<Thing> thing = thing(tx, each);
                any |= thing.isPresent() && put(tx, dynamics, thing.get(), each.connectivity());
              }
              return any;
            });
    ring(moved);
  }

  private void ring(boolean moved) {
    if (moved) {
      bell.due();
      bell.notices();
    }
  }

  private static void requireBatch(int size) {
    if (size > BATCH) {
      throw new IllegalArgumentException(size + " at once, and " + BATCH + " are the most");
    }
  }

  private static Optional<Thing> thing(Tx tx, Seen seen) {
    return ThingName.parse(seen.clientId())
        .flatMap(tx.things()::find)
        .or(() -> seen.certificateId().flatMap(id -> onlyThing(tx, id)));
  }

  private static Optional<Thing> onlyThing(Tx tx, String certificateId) {
    List<ThingName> things = tx.certificates().things(certificateId);
    return things.size() == 1 ? tx.things().find(things.getFirst()) : Optional.empty();
  }

  /** True when the thing joined or left a dynamic group by that. */
  private static boolean put(Tx tx, Dynamics dynamics, Thing thing, Connectivity connectivity) {
    tx.presence().put(thing.id(), connectivity);
    return dynamics.reconsiderConnection(thing.name());
  }

  /**
   * To be called at a start, before any client comes: those that were connected when the server
   * last stopped are not any more. Many transactions; a crash between them does no harm, the next
   * start goes on.
   */
  public void forgetConnections() {
    Instant now = clock.instant();
    Optional<ThingId> after = Optional.empty();
    List<ThingId> batch;
    do {
      batch = forgetBatch(after, now);
      after = batch.isEmpty() ? after : Optional.of(batch.getLast());
    } while (batch.size() == BATCH);
  }

  private List<ThingId> forgetBatch(Optional<ThingId> after, Instant now) {
    return store.transact(
        tx -> {
          List<ThingId> connected = tx.presence().connected(after, BATCH);
          var dynamics = Dynamics.in(tx, memberships, now);
          var down = Connectivity.down(now, DisconnectReason.SERVER_ERROR);
          for (ThingId each : connected) {
            tx.presence().put(each, down);
            forget(tx, dynamics, each);
          }
          return connected;
        });
  }

  private static void forget(Tx tx, Dynamics dynamics, ThingId id) {
    if (!dynamics.groups().isEmpty()) {
      tx.search().find(id).ifPresent(found -> dynamics.reconsiderConnection(found.thing().name()));
    }
  }
}
