package errand.server.store;

import errand.core.app.GroupRows;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.name.GroupName;
import java.util.List;
import java.util.Optional;

/** {@code thing_groups} and {@code group_ancestry}. */
final class GroupTable implements GroupRows {
  private static final String SELECT =
      """
      select group_id, group_name, parent_name, description, attributes, version, created_at
      from thing_groups
      """;

  private final Sql sql;

  GroupTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public Optional<Group> find(GroupName name) {
    return sql.on(SELECT + "where group_name = :name")
        .text("name", name.text())
        .first(GroupTable::group);
  }

  @Override
  public Optional<Group> find(GroupId id) {
    return sql.on(SELECT + "where group_id = :id").id("id", id.uuid()).first(GroupTable::group);
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
  public boolean update(Group group, long loadedVersion) {
    int changed =
        sql.on(
                """
                update thing_groups
                set description = :description, attributes = :attributes, version = :version
                where group_name = :name and version = :loaded
                """)
            .text("description", group.description())
            .text("attributes", Json.write(group.attributes()))
            .number("version", group.version())
            .text("name", group.name().text())
            .number("loaded", loadedVersion)
            .update();
    return changed == 1;
  }

  @Override
  public boolean delete(Group group) {
    sql.on("delete from group_ancestry where group_id = :id").id("id", group.id().uuid()).update();
    int gone =
        sql.on("delete from thing_groups where group_name = :name")
            .text("name", group.name().text())
            .update();
    return gone == 1;
  }

  @Override
  public List<Group> list(Scope scope, String prefix, Optional<GroupName> after, int limit) {
    Call call =
        switch (scope) {
          case Scope.All() -> all();
          case Scope.Roots() -> roots();
          case Scope.Children(var parent) -> children().text("parent", parent.text());
          case Scope.Below(var ancestor) -> below().id("ancestor", ancestor.uuid());
        };
    return call.text("from", Prefix.from(prefix, after.map(GroupName::text)))
        .text("end", Prefix.end(prefix))
        .number("limit", limit)
        .list(GroupTable::group);
  }

  private Call all() {
    return sql.on(
        """
        select group_id, group_name, parent_name, description, attributes, version, created_at
        from thing_groups
        where group_name >= :from and group_name < :end
        order by group_name
        limit :limit
        """);
  }

  private Call roots() {
    return sql.on(
        """
        select group_id, group_name, parent_name, description, attributes, version, created_at
        from thing_groups
        where parent_name is null
          and group_name >= :from and group_name < :end
        order by group_name
        limit :limit
        """);
  }

  private Call children() {
    return sql.on(
        """
        select group_id, group_name, parent_name, description, attributes, version, created_at
        from thing_groups
        where parent_name = :parent
          and group_name >= :from and group_name < :end
        order by group_name
        limit :limit
        """);
  }

  private Call below() {
    return sql.on(
        """
        select g.group_id, g.group_name, g.parent_name, g.description, g.attributes, g.version,
          g.created_at
        from group_ancestry a
        join thing_groups g on g.group_name = a.group_name
        where a.ancestor_id = :ancestor and a.group_id <> a.ancestor_id
          and a.group_name >= :from and a.group_name < :end
        order by a.group_name
        limit :limit
        """);
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

  /** Reads a group from a row with all columns of the table. */
  static Group group(Row row) {
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
