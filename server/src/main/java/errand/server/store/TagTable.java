package errand.server.store;

import errand.core.app.TagRows;
import errand.core.fleet.Tagged;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@code tags}. */
final class TagTable implements TagRows {
  private final Sql sql;

  TagTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public SortedMap<String, String> find(Tagged resource) {
    return sql.on("select tags from tags where kind = :kind and name = :name")
        .text("kind", resource.kind().name())
        .text("name", resource.name())
        .first(row -> Json.sortedPairs(row.text("tags")))
        .orElseGet(TreeMap::new);
  }

  @Override
  public void put(Tagged resource, SortedMap<String, String> tags) {
    if (tags.isEmpty()) {
      remove(resource);
    } else {
      write(resource, tags);
    }
  }

  private void remove(Tagged resource) {
    sql.on("delete from tags where kind = :kind and name = :name")
        .text("kind", resource.kind().name())
        .text("name", resource.name())
        .update();
  }

  private void write(Tagged resource, SortedMap<String, String> tags) {
    sql.on(
            """
            insert into tags (kind, name, tags)
            values (:kind, :name, :tags)
            on conflict (kind, name) do update set tags = excluded.tags
            """)
        .text("kind", resource.kind().name())
        .text("name", resource.name())
        .text("tags", Json.write(tags))
        .update();
  }
}
