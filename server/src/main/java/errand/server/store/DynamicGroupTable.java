package errand.server.store;

import errand.core.app.DynamicGroupRows;
import errand.core.fleet.DynamicGroup;
import errand.core.fleet.GroupId;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/** {@code dynamic_groups}. */
final class DynamicGroupTable implements DynamicGroupRows {
  private final Sql sql;

  DynamicGroupTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<DynamicGroup> find(GroupId id) {
    return sql.on(
            """
            select group_id, group_name, query, standing, walked
            from dynamic_groups
            where group_id = :id
            """)
        .id("id", id.uuid())
        .first(DynamicGroupTable::group);
  }

  @Override
  public List<DynamicGroup> all() {
    return sql.on(
            """
            select group_id, group_name, query, standing, walked
            from dynamic_groups
            order by group_name
            """)
        .list(DynamicGroupTable::group);
  }

  @Override
  public void put(DynamicGroup group) {
    sql.on(
            """
            insert into dynamic_groups (group_id, group_name, query, standing, walked)
            values (:id, :name, :query, :standing, :walked)
            on conflict (group_id) do update set
              query = excluded.query,
              standing = excluded.standing,
              walked = excluded.walked
            """)
        .id("id", group.id().uuid())
        .text("name", group.name().text())
        .text("query", group.query())
        .text("standing", group.standing().name())
        .text("walked", group.walked().map(ThingName::text))
        .update();
  }

  @Override
  public void remove(GroupId id) {
    sql.on("delete from dynamic_groups where group_id = :id").id("id", id.uuid()).update();
  }

  private static DynamicGroup group(Row row) {
    return new DynamicGroup(
        new GroupId(row.id("group_id")),
        new GroupName(row.text("group_name")),
        row.text("query"),
        DynamicGroup.Standing.valueOf(row.text("standing")),
        row.textOrNone("walked").map(ThingName::new));
  }
}
