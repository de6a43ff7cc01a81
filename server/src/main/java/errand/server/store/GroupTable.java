package errand.server.store;

import errand.core.app.GroupRows;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Membership;
import errand.core.fleet.ThingId;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/** {@code thing_groups}, {@code group_ancestry} and {@code memberships}. */
final class GroupTable implements GroupRows {
  private final Sql sql;
  private final Marks marks;

  GroupTable(Sql sql, Marks marks) {
    this.sql = sql;
    this.marks = marks;
  }

  @Override
  public Optional<Group> find(GroupName name) {
    return sql.on(
            """
            select group_id, group_name, parent_name, description, attributes, version, created_at
            from thing_groups
            where group_name = :name
            """)
        .text("name", name.text())
        .first(GroupTable::group);
  }

  @Override
  public void insert(Group group) {
    insertRow(group);
    insertAncestor(group, group.id());
    group.parent().ifPresent(parent -> inheritAncestors(group, parent));
  }

  private void insertRow(Group group) {
    sql.on(
            """
            insert into thing_groups
              (group_name, group_id, parent_name, description, attributes, version, created_at)
            values (:name, :id, :parent, :description, :attributes, :version, :created)
            """)
        .text("name", group.name().text())
        .id("id", group.id().uuid())
        .text("parent", group.parent().map(GroupName::text))
        .text("description", group.description())
        .text("attributes", Json.write(group.attributes()))
        .number("version", group.version())
        .time("created", group.createdAt())
        .update();
  }

  private void insertAncestor(Group group, GroupId ancestor) {
    sql.on(
            """
            insert into group_ancestry (ancestor_id, group_name, group_id)
            values (:ancestor, :name, :id)
            """)
        .id("ancestor", ancestor.uuid())
        .text("name", group.name().text())
        .id("id", group.id().uuid())
        .update();
  }

  private void inheritAncestors(Group group, GroupName parent) {
    int above =
        sql.on(
                """
                insert into group_ancestry (ancestor_id, group_name, group_id)
                select above.ancestor_id, :name, :id
                from thing_groups parent
                join group_ancestry above on above.group_id = parent.group_id
                where parent.group_name = :parent
                """)
            .text("name", group.name().text())
            .id("id", group.id().uuid())
            .text("parent", parent.text())
            .update();
    if (above == 0) {
      throw new IllegalStateException("no group " + parent + " to be above " + group.name());
    }
  }

  @Override
  public List<Group> list(Optional<GroupName> after, int limit) {
    return sql.on(
            """
            select group_id, group_name, parent_name, description, attributes, version, created_at
            from thing_groups
            where group_name > :after
            order by group_name
            limit :limit
            """)
        .text("after", after.map(GroupName::text).orElse(""))
        .number("limit", limit)
        .list(GroupTable::group);
  }

  @Override
  public List<Group> selfAndDescendants(GroupId group, Optional<GroupName> from, int limit) {
    return sql.on(
            """
            select g.group_id, g.group_name, g.parent_name, g.description, g.attributes, g.version,
              g.created_at
            from group_ancestry a
            join thing_groups g on g.group_name = a.group_name
            where a.ancestor_id = :ancestor and a.group_name >= :from
            order by a.group_name
            limit :limit
            """)
        .id("ancestor", group.uuid())
        .text("from", from.map(GroupName::text).orElse(""))
        .number("limit", limit)
        .list(GroupTable::group);
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
  public List<Group> groupsOf(ThingId thing) {
    return sql.on(
            """
            select g.group_id, g.group_name, g.parent_name, g.description, g.attributes, g.version,
              g.created_at
            from memberships m
            join group_ancestry a on a.ancestor_id = m.group_id and a.group_id = m.group_id
            join thing_groups g on g.group_name = a.group_name
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
        .list(GroupTable::membership);
  }

  private static Membership membership(Row row) {
    return new Membership(
        new GroupId(row.id("group_id")),
        new ThingId(row.id("thing_id")),
        new ThingName(row.text("thing_name")),
        row.number("joined"));
  }

  private static Group group(Row row) {
    return new Group(
        new GroupId(row.id("group_id")),
        new GroupName(row.text("group_name")),
        row.textOrNone("parent_name").map(GroupName::new),
        row.text("description"),
        Json.sortedPairs(row.text("attributes")),
        row.number("version"),
        row.time("created_at"));
  }
}
