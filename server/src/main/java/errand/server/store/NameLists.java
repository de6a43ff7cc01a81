package errand.server.store;

import errand.core.fleet.query.Narrowing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lists of names that a search is narrowed by; each is one range of an index. */
final class NameLists {
  private NameLists() {}

  static List<NameList> of(Sql sql, Narrowing narrowing) {
    var lists = new ArrayList<NameList>();
    narrowing.type().ifPresent(type -> lists.add(from -> ofType(sql, type, from)));
    narrowing.groups().forEach(group -> lists.add(from -> ofGroup(sql, group, from)));
    narrowing.attributes().forEach(each -> lists.add(from -> ofAttribute(sql, each, from)));
    return lists;
  }

  private static Optional<String> ofType(Sql sql, String type, String from) {
    return sql.on(
            """
            select thing_name
            from things
            where lower(type_name) = :type and type_name is not null and thing_name >= :from
            order by thing_name
            limit 1
            """)
        .text("type", type)
        .text("from", from)
        .first(row -> row.text("thing_name"));
  }

  // Names of groups may differ in case alone; then the lowest of their members comes first.
  private static Optional<String> ofGroup(Sql sql, String group, String from) {
    return sql.on(
            """
            select min(
              (select m.thing_name
                from memberships m
                where m.group_id = g.group_id and m.thing_name >= :from
                order by m.thing_name
                limit 1)) as thing_name
            from thing_groups g
            where lower(g.group_name) = :group
            """)
        .text("from", from)
        .text("group", group)
        .first(row -> row.textOrNone("thing_name"))
        .flatMap(name -> name);
  }

  private static Optional<String> ofAttribute(Sql sql, Narrowing.Attribute attribute, String from) {
    return sql.on(
            """
            select thing_name
            from thing_attributes
            where name = :name and value = :value and thing_name >= :from
            order by thing_name
            limit 1
            """)
        .text("name", attribute.name())
        .text("value", attribute.value())
        .text("from", from)
        .first(row -> row.text("thing_name"));
  }
}
