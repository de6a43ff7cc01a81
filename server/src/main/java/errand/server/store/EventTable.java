package errand.server.store;

import errand.core.app.EventRows;
import errand.core.job.Event;
import java.util.List;

/** {@code events}. */
final class EventTable implements EventRows {
  private final Sql sql;
  private final Marks marks;

  EventTable(Sql sql, Marks marks) {
    this.sql = sql;
    this.marks = marks;
  }

  @Override
  public void add(Event event) {
    sql.on(
            """
            insert into events (number, payload)
            values (:number, :payload)
            """)
        .number("number", marks.nextNotice())
        .text("payload", Json.write(EventJson.of(event)))
        .update();
  }

  @Override
  public List<Numbered> take(long aboveNumber, int limit) {
    return sql.on(
            """
            select number, payload
            from events
            where number > :above
            order by number
            limit :limit
            """)
        .number("above", aboveNumber)
        .number("limit", limit)
        .list(
            row ->
                new Numbered(
                    row.number("number"), Json.read(row.text("payload"), EventJson.class).event()));
  }

  @Override
  public void removeUpTo(long number) {
    sql.on("delete from events where number <= :number").number("number", number).update();
  }
}
