package errand.server.store;

import errand.core.app.ThingRows;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingConfiguration;
import errand.core.fleet.ThingId;
import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** {@code things}. Attributes are found by {@code thing_attributes}, which the database keeps. */
final class ThingTable implements ThingRows {
  // Longer than any value, so that the whole of it is compared.
  private static final int VALUE_CHARS_MAX = 100_000;

  private final Sql sql;

  ThingTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<Thing> find(ThingName name) {
    return sql.on(
            """
            select thing_id, thing_name, type_name, attributes, billing_group, version, created_at
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
            insert into things
              (thing_name, thing_id, type_name, attributes, billing_group, version, created_at)
            values (:name, :id, :type, :attributes, :billing, :version, :created)
            """)
        .text("name", thing.name().text())
        .id("id", thing.id().uuid())
        .text("type", thing.typeName())
        .text("attributes", Json.write(thing.attributes()))
        .text("billing", thing.configuration().billingGroup())
        .number("version", thing.version())
        .time("created", thing.createdAt())
        .update();
  }

  @Override
  public boolean update(Thing thing, long loadedVersion) {
    int changed =
        sql.on(
                """
                update things
                set type_name = :type, attributes = :attributes, billing_group = :billing,
                  version = :version
                where thing_name = :name and version = :loaded
                """)
            .text("type", thing.typeName())
            .text("attributes", Json.write(thing.attributes()))
            .text("billing", thing.configuration().billingGroup())
            .number("version", thing.version())
            .text("name", thing.name().text())
            .number("loaded", loadedVersion)
            .update();
    return changed == 1;
  }

  @Override
  public boolean delete(ThingName name) {
    int gone =
        sql.on("delete from things where thing_name = :name").text("name", name.text()).update();
    return gone == 1;
  }

  @Override
  public List<Thing> list(Optional<ThingName> after, int limit) {
    return sql.on(
            """
            select thing_id, thing_name, type_name, attributes, billing_group, version, created_at
            from things
            where thing_name > :after
            order by thing_name
            limit :limit
            """)
        .text("after", after.map(ThingName::text).orElse(""))
        .number("limit", limit)
        .list(ThingTable::thing);
  }

  @Override
  public List<Thing> ofType(ThingTypeName type, Optional<ThingName> after, int limit) {
    return sql.on(
            """
            select thing_id, thing_name, type_name, attributes, billing_group, version, created_at
            from things
            where type_name = :type and thing_name > :after
            order by thing_name
            limit :limit
            """)
        .text("type", type.text())
        .text("after", after.map(ThingName::text).orElse(""))
        .number("limit", limit)
        .list(ThingTable::thing);
  }

  // The index has values in lower case: it gives the range, and the thing itself has the last word.
  @Override
  public List<Thing> withAttribute(
      AttributeSearch search, Optional<AttributePlace> after, int limit) {
    String from = lower(search.value());
    return sql.on(
            """
            select t.thing_id, t.thing_name, t.type_name, t.attributes, t.billing_group, t.version,
              t.created_at
            from thing_attributes a
            cross join things t on t.thing_name = a.thing_name
            where a.name = :name
              and (a.value, a.thing_name) > (:afterValue, :afterThing)
              and a.value <= :to
              and exists (
                select 1
                from json_each(t.attributes) each
                where each.key = :name and substr(each.value, 1, :length) = :given)
            order by a.value, a.thing_name
            limit :limit
            """)
        .text("name", search.name())
        .text("afterValue", after.map(place -> lower(place.value())).orElse(from))
        .text("afterThing", after.map(place -> place.thing().text()).orElse(""))
        .text("to", search.prefix() ? Prefix.end(from) : from)
        .number("length", search.prefix() ? search.value().length() : VALUE_CHARS_MAX)
        .text("given", search.value())
        .number("limit", limit)
        .list(ThingTable::thing);
  }

  private static String lower(String value) {
    return value.toLowerCase(Locale.ROOT);
  }

  /** Reads a thing from a row with all columns of the table. */
  static Thing thing(Row row) {
    return new Thing(
        new ThingId(row.id("thing_id")),
        new ThingName(row.text("thing_name")),
        new ThingConfiguration(
            row.textOrNone("type_name").map(ThingTypeName::new),
            Json.sortedPairs(row.text("attributes")),
            row.textOrNone("billing_group")),
        row.number("version"),
        row.time("created_at"));
  }
}
