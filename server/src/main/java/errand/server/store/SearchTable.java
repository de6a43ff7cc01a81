package errand.server.store;

import errand.core.app.SearchRows;
import errand.core.fleet.Connectivity;
import errand.core.fleet.DisconnectReason;
import errand.core.fleet.ThingId;
import errand.core.fleet.query.IndexedThing;
import errand.core.fleet.query.NameRange;
import errand.core.fleet.query.Narrowing;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Things with their groups and their presence. Narrowed searches walk lists of names that are all
 * in name order (members of a group, things of a type, things with an attribute's value, names with
 * a prefix) and leap to the highest name that any of them is at, so that the shortest list decides
 * what a search costs.
 */
final class SearchTable implements SearchRows {
  /** Things with what a query may look at. */
  private static final String WITH_ALL_KNOWN =
      """
      select t.thing_id, t.thing_name, t.type_name, t.attributes, t.billing_group,
        t.version, t.created_at,
        p.connected, p.changed_at, p.reason,
        (select json_group_array(json_array(k.package_name, k.version, json(k.attributes)))
          from (select * from thing_packages
            where thing_id = t.thing_id
            order by package_name) k) as packages,
        (select group_concat(a.group_name, ' ')
          from memberships m
          join group_ancestry a on a.group_id = m.group_id and a.ancestor_id = m.group_id
          where m.thing_id = t.thing_id) as group_names
      from things t
      left join thing_presence p on p.thing_id = t.thing_id
      """;

  // No character of a name is below this one: no name lies between a name and the name with it.
  private static final char LOWEST = '-';

  private final Sql sql;

  SearchTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<IndexedThing> candidates(Narrowing narrowing, Optional<ThingName> after, int limit) {
    String from = after.map(name -> name.text() + LOWEST).orElse("");
    List<NameList> lists = NameLists.of(sql, narrowing);
    var range = NameRange.of(narrowing);
    if (lists.isEmpty()) {
      return narrowing.prefix().isEmpty() ? page(from, limit) : ranged(range, from, limit);
    }
    return leapt(new Leap(lists, range), from, limit);
  }

  private List<IndexedThing> leapt(Leap leap, String from, int limit) {
    var found = new ArrayList<IndexedThing>();
    Optional<String> next = leap.seek(from);
    while (next.isPresent() && found.size() < limit) {
      // A member whose thing is gone would be somebody's mistake; it must not end the page.
      find(new ThingName(next.get())).ifPresent(found::add);
      next = leap.seek(next.get() + LOWEST);
    }
    return found;
  }

  private List<IndexedThing> ranged(NameRange range, String from, int limit) {
    var found = new ArrayList<IndexedThing>();
    Optional<String> next = range.seek(from);
    while (next.isPresent() && found.size() < limit) {
      List<IndexedThing> page = page(next.get(), range.whole() ? 1 : limit - found.size());
      List<IndexedThing> inside =
          page.stream().takeWhile(each -> range.contains(each.thing().name().text())).toList();
      found.addAll(inside);
      if (page.isEmpty()) {
        return found;
      }
      next =
          inside.size() < page.size()
              ? range.seek(page.get(inside.size()).thing().name().text())
              : range.seek(page.getLast().thing().name().text() + LOWEST);
    }
    return found;
  }

  private List<IndexedThing> page(String from, int limit) {
    return sql.on(
            WITH_ALL_KNOWN
                + """
                where t.thing_name >= :from
                order by t.thing_name
                limit :limit
                """)
        .text("from", from)
        .number("limit", limit)
        .list(SearchTable::indexed);
  }

  @Override
  public Optional<IndexedThing> find(ThingName name) {
    return sql.on(WITH_ALL_KNOWN + "where t.thing_name = :name")
        .text("name", name.text())
        .first(SearchTable::indexed);
  }

  @Override
  public Optional<IndexedThing> find(ThingId id) {
    return sql.on("select thing_name from things where thing_id = :id")
        .id("id", id.uuid())
        .first(row -> new ThingName(row.text("thing_name")))
        .flatMap(this::find);
  }

  private static IndexedThing indexed(Row row) {
    return new IndexedThing(
        ThingTable.thing(row),
        groups(row),
        connectivity(row),
        InstalledTable.installed(row.text("packages")));
  }

  private static List<GroupName> groups(Row row) {
    return row.textOrNone("group_names").stream()
        .flatMap(names -> Stream.of(names.split(" ")))
        .sorted()
        .map(GroupName::new)
        .toList();
  }

  private static Optional<Connectivity> connectivity(Row row) {
    return row.timeOrNone("changed_at")
        .map(
            since ->
                new Connectivity(
                    row.flag("connected"),
                    since,
                    row.textOrNone("reason").map(DisconnectReason::valueOf)));
  }
}
