package errand.server.store;

import errand.core.app.MemberRows;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Membership;
import errand.core.fleet.ThingId;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/** {@code memberships}. */
final class MemberTable implements MemberRows {
  private final Sql sql;
  private final Marks marks;

  MemberTable(Sql sql, Marks marks) {
    this.sql = sql;
    this.marks = marks;
  }

  @Override
  public boolean join(Membership membership) {
    int added =
        sql.on(
                """
                insert into memberships (group_id, thing_name, thing_id, joined)
                values (:group, :name, :thing, :joined)
                on conflict do nothing
                """)
            .id("group", membership.group().uuid())
            .text("name", membership.thingName().text())
            .id("thing", membership.thing().uuid())
            .number("joined", membership.joined())
            .update();
    marks.ordered(membership.joined());
    return added == 1;
  }

  @Override
  public boolean leave(GroupId group, ThingId thing) {
    int gone =
        sql.on(
                """
                delete from memberships
                where thing_id = :thing and group_id = :group
                """)
            .id("thing", thing.uuid())
            .id("group", group.uuid())
            .update();
    return gone == 1;
  }

  @Override
  public void abandon(GroupId group) {
    sql.on(
            """
            insert into abandoned_groups (group_id)
            values (:group)
            on conflict do nothing
            """)
        .id("group", group.uuid())
        .update();
  }

  @Override
  public boolean swept() {
    return abandoned().isEmpty();
  }

  private Optional<GroupId> abandoned() {
    return sql.on(
            """
            select group_id
            from abandoned_groups
            order by group_id
            limit 1
            """)
        .first(row -> new GroupId(row.id("group_id")));
  }

  @Override
  public void sweep(int limit) {
    abandoned().ifPresent(group -> sweep(group, limit));
  }

  private void sweep(GroupId group, int limit) {
    int gone =
        sql.on(
                """
                delete from memberships
                where group_id = :group and thing_name in (
                  select thing_name
                  from memberships
                  where group_id = :group
                  order by thing_name
                  limit :limit)
                """)
            .id("group", group.uuid())
            .number("limit", limit)
            .update();
    if (gone < limit) {
      sql.on("delete from abandoned_groups where group_id = :group")
          .id("group", group.uuid())
          .update();
    }
  }

  @Override
  public List<Group> groupsOf(ThingId thing) {
    return sql.on(
            """
            select g.group_id, g.group_name, g.parent_name, g.description, g.attributes, g.version,
              g.created_at
            from memberships m
            join thing_groups g on g.group_id = m.group_id
            where m.thing_id = :thing
            order by g.group_name
            """)
        .id("thing", thing.uuid())
        .list(GroupTable::group);
  }

  @Override
  public List<Membership> members(GroupId group, Optional<ThingName> after, int limit) {
    return sql.on(
            """
            select group_id, thing_id, thing_name, joined
            from memberships
            where group_id = :group and thing_name > :after
            order by thing_name
            limit :limit
            """)
        .id("group", group.uuid())
        .text("after", after.map(ThingName::text).orElse(""))
        .number("limit", limit)
        .list(MemberTable::membership);
  }

  private static Membership membership(Row row) {
    return new Membership(
        new GroupId(row.id("group_id")),
        new ThingId(row.id("thing_id")),
        new ThingName(row.text("thing_name")),
        row.number("joined"));
  }
}
