package errand.server.store;

import errand.core.app.ThingTypeRows;
import errand.core.fleet.ThingType;
import errand.core.name.ThingTypeName;
import java.util.List;
import java.util.Optional;

/** {@code thing_types}. */
final class ThingTypeTable implements ThingTypeRows {
  private final Sql sql;

  ThingTypeTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<ThingType> find(ThingTypeName name) {
    return sql.on(
            """
            select type_id, type_name, properties, deprecated_at, created_at
            from thing_types
            where type_name = :name
            """)
        .text("name", name.text())
        .first(ThingTypeTable::type);
  }

  @Override
  public void insert(ThingType type) {
    sql.on(
            """
            insert into thing_types (type_name, type_id, properties, deprecated_at, created_at)
            values (:name, :id, :properties, :deprecated, :created)
            """)
        .text("name", type.name().text())
        .id("id", type.id())
        .text("properties", Json.write(TypeJson.of(type.properties())))
        .time("deprecated", type.deprecatedAt())
        .time("created", type.createdAt())
        .update();
  }

  @Override
  public void update(ThingType type) {
    int changed =
        sql.on(
                """
                update thing_types
                set properties = :properties, deprecated_at = :deprecated
                where type_name = :name
                """)
            .text("properties", Json.write(TypeJson.of(type.properties())))
            .time("deprecated", type.deprecatedAt())
            .text("name", type.name().text())
            .update();
    if (changed == 0) {
      throw new IllegalStateException("no thing type " + type.name());
    }
  }

  @Override
  public boolean delete(ThingTypeName name) {
    int gone =
        sql.on("delete from thing_types where type_name = :name")
            .text("name", name.text())
            .update();
    return gone == 1;
  }

  @Override
  public List<ThingType> list(String prefix, Optional<ThingTypeName> after, int limit) {
    return sql.on(
            """
            select type_id, type_name, properties, deprecated_at, created_at
            from thing_types
            where type_name >= :from and type_name < :end
            order by type_name
            limit :limit
            """)
        .text("from", Prefix.from(prefix, after.map(ThingTypeName::text)))
        .text("end", Prefix.end(prefix))
        .number("limit", limit)
        .list(ThingTypeTable::type);
  }

  private static ThingType type(Row row) {
    return new ThingType(
        row.id("type_id"),
        new ThingTypeName(row.text("type_name")),
        Json.read(row.text("properties"), TypeJson.class).properties(),
        row.timeOrNone("deprecated_at"),
        row.time("created_at"));
  }
}
