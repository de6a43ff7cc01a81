package errand.server.store;

import errand.core.app.ThingRows;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingId;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/** {@code things}. */
final class ThingTable implements ThingRows {
  private final Sql sql;

  ThingTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<Thing> find(ThingName name) {
    return sql.on(
            """
            select thing_id, thing_name, type_name, attributes, version, created_at
            from things
            where thing_name = :name
            """)
        .text("name", name.text())
        .first(ThingTable::thing);
  }

  @Override
  public void insert(Thing thing) {
    sql.on(
            """
            insert into things (thing_name, thing_id, type_name, attributes, version, created_at)
            values (:name, :id, :type, :attributes, :version, :created)
            """)
        .text("name", thing.name().text())
        .id("id", thing.id().uuid())
        .text("type", thing.typeName())
        .text("attributes", Json.write(thing.attributes()))
        .number("version", thing.version())
        .time("created", thing.createdAt())
        .update();
  }

  @Override
  public List<Thing> list(Optional<ThingName> after, int limit) {
    return sql.on(
            """
            select thing_id, thing_name, type_name, attributes, version, created_at
            from things
            where thing_name > :after
            order by thing_name
            limit :limit
            """)
        .text("after", after.map(ThingName::text).orElse(""))
        .number("limit", limit)
        .list(ThingTable::thing);
  }

  private static Thing thing(Row row) {
    return new Thing(
        new ThingId(row.id("thing_id")),
        new ThingName(row.text("thing_name")),
        row.textOrNone("type_name"),
        Json.sortedPairs(row.text("attributes")),
        row.number("version"),
        row.time("created_at"));
  }
}
