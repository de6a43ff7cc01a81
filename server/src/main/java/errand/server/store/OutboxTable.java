package errand.server.store;

import errand.core.app.Outbox;
import errand.core.execution.Notice;
import java.util.List;

/** {@code outbox}. */
final class OutboxTable implements Outbox {
  private final Sql sql;
  private final Marks marks;

  OutboxTable(Sql sql, Marks marks) {
    this.sql = sql;
    this.marks = marks;
  }

  @Override
  public void add(Notice notice) {
    sql.on(
            """
            insert into outbox (number, payload)
            values (:number, :payload)
            """)
        .number("number", marks.nextNotice())
        .text("payload", Json.write(NoticeJson.of(notice)))
        .update();
  }

  @Override
  public List<Numbered> take(long aboveNumber, int limit) {
    return sql.on(
            """
            select number, payload
            from outbox
            where number > :above
            order by number
            limit :limit
            """)
        .number("above", aboveNumber)
        .number("limit", limit)
        .list(OutboxTable::numbered);
  }

  @Override
  public void remove(List<Long> numbers) {
    for (long number : numbers) {
      sql.on(
              """
              delete from outbox
              where number = :number
              """)
          .number("number", number)
          .update();
    }
  }

  private static Numbered numbered(Row row) {
    return new Numbered(
        row.number("number"), Json.read(row.text("payload"), NoticeJson.class).notice());
  }
}
