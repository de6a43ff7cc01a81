package errand.server.store;

import errand.core.app.PresenceRows;
import errand.core.fleet.Connectivity;
import errand.core.fleet.DisconnectReason;
import errand.core.fleet.ThingId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code thing_presence}. */
final class PresenceTable implements PresenceRows {
  // No id is this one, and none is below it.
  private static final UUID BELOW_ALL = new UUID(0, 0);

  private final Sql sql;

  PresenceTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<Connectivity> find(ThingId thing) {
    return sql.on(
            """
            select connected, changed_at, reason
            from thing_presence
            where thing_id = :thing
            """)
        .id("thing", thing.uuid())
        .first(
            row ->
                new Connectivity(
                    row.flag("connected"),
                    row.time("changed_at"),
                    row.textOrNone("reason").map(DisconnectReason::valueOf)));
  }

  @Override
  public void put(ThingId thing, Connectivity connectivity) {
    sql.on(
            """
            insert into thing_presence (thing_id, connected, changed_at, reason)
            values (:thing, :connected, :changed, :reason)
            on conflict (thing_id) do update set
              connected = excluded.connected,
              changed_at = excluded.changed_at,
              reason = excluded.reason
            """)
        .id("thing", thing.uuid())
        .flag("connected", connectivity.connected())
        .time("changed", connectivity.since())
        .text("reason", connectivity.reason().map(Enum::name))
        .update();
  }

  @Override
  public void remove(ThingId thing) {
    sql.on("delete from thing_presence where thing_id = :thing").id("thing", thing.uuid()).update();
  }

  @Override
  public List<ThingId> connected(Optional<ThingId> after, int limit) {
    return sql.on(
            """
            select thing_id
            from thing_presence
            where connected = 1 and thing_id > :after
            order by thing_id
            limit :limit
            """)
        .id("after", after.map(ThingId::uuid).orElse(BELOW_ALL))
        .number("limit", limit)
        .list(row -> new ThingId(row.id("thing_id")));
  }
}
