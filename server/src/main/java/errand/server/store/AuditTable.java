package errand.server.store;

import errand.core.app.AuditRows;
import errand.core.audit.Actor;
import errand.core.audit.AuditEntry;
import errand.core.audit.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code audit}, and {@code audit_resources} to find entries by what they are about. */
final class AuditTable implements AuditRows {
  private final Sql sql;

  AuditTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public void add(AuditEntry entry) {
    long number = insert(entry);
    entry.resources().forEach(resource -> insert(resource, number));
  }

  private long insert(AuditEntry entry) {
    return sql.on(
            """
            insert into audit
              (at, actor_kind, actor, address, action, resources, outcome, code, times)
            values
              (:at, :kind, :actor, :address, :action, :resources, :outcome, :code, :times)
            returning number
            """)
        .time("at", entry.at())
        .text("kind", entry.actor().kind().name())
        .text("actor", entry.actor().id())
        .text("address", entry.actor().address())
        .text("action", entry.action())
        .text("resources", Json.write(entry.resources()))
        .text("outcome", entry.outcome().name())
        .text("code", entry.code())
        .number("times", entry.times())
        .first(row -> row.number("number"))
        .orElseThrow(() -> new IllegalStateException("an insert gave no number"));
  }

  private void insert(String resource, long number) {
    sql.on(
            """
            insert into audit_resources (resource, number)
            values (:resource, :number)
            """)
        .text("resource", resource)
        .number("number", number)
        .update();
  }

  @Override
  public List<Numbered> list(Window window) {
    Filter filter = window.filter();
    Call call = sql.on(listing(window));
    filter.resource().ifPresent(resource -> call.text("resource", resource));
    filter.actor().ifPresent(actor -> call.text("actor", actor));
    return call.number("after", window.after().orElse(window.ascending() ? 0 : Long.MAX_VALUE))
        .time("from", filter.from().orElse(Instant.EPOCH))
        .number("until", filter.until().map(Instant::toEpochMilli).orElse(Long.MAX_VALUE))
        .text("action", filter.action().orElse(""))
        .text("outcome", filter.outcome().map(Outcome::name).orElse(""))
        .number("limit", window.limit())
        .list(AuditTable::numbered);
  }

  // One text for each shape: the shapes decide which index leads.
  private static String listing(Window window) {
    boolean byResource = window.filter().resource().isPresent();
    boolean byActor = window.filter().actor().isPresent();
    return """
    select a.number, a.at, a.actor_kind, a.actor, a.address, a.action, a.resources, a.outcome,
      a.code, a.times
    from %s
    where %s a.number %s :after and a.at >= :from and a.at < :until
      and (:action = '' or a.action = :action) and (:outcome = '' or a.outcome = :outcome)
    order by a.number %s
    limit :limit
    """
        .formatted(
            byResource ? "audit_resources r cross join audit a on a.number = r.number" : "audit a",
            (byResource ? "r.resource = :resource and " : "")
                + (byActor ? "a.actor = :actor and " : ""),
            window.ascending() ? ">" : "<",
            window.ascending() ? "asc" : "desc");
  }

  private static Numbered numbered(Row row) {
    var actor =
        new Actor(
            Actor.Kind.valueOf(row.text("actor_kind")), row.text("actor"), row.text("address"));
    return new Numbered(
        row.number("number"),
        new AuditEntry(
            row.time("at"),
            actor,
            row.text("action"),
            List.of(Json.read(row.text("resources"), String[].class)),
            Outcome.valueOf(row.text("outcome")),
            row.text("code"),
            row.number("times")));
  }

  @Override
  public int dropBefore(Instant instant, int limit) {
    return sql.on(
            """
            delete from audit
            where number in (select number from audit where at < :end order by at limit :limit)
            """)
        .time("end", instant)
        .number("limit", limit)
        .update();
  }

  @Override
  public int dropUndone(long keep, int limit) {
    Optional<Long> lastToGo =
        sql.on(
                """
                select number
                from audit
                where outcome <> 'DONE'
                order by number desc
                limit 1 offset :keep
                """)
            .number("keep", keep)
            .first(row -> row.number("number"));
    return lastToGo.map(last -> dropUndoneUpTo(last, limit)).orElse(0);
  }

  private int dropUndoneUpTo(long last, int limit) {
    return sql.on(
            """
            delete from audit
            where number in (
              select number
              from audit
              where outcome <> 'DONE' and number <= :last
              order by number
              limit :limit)
            """)
        .number("last", last)
        .number("limit", limit)
        .update();
  }
}
