package errand.server.store;

import errand.core.app.ReaderRows;
import java.util.List;

/** {@code event_readers}. */
final class ReaderTable implements ReaderRows {
  private final Sql sql;

  ReaderTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public long position(String reader) {
    return sql.on("select position from event_readers where reader = :reader")
        .text("reader", reader)
        .first(row -> row.number("position"))
        .orElse(0L);
  }

  @Override
  public void put(String reader, long position) {
    sql.on(
            """
            insert into event_readers (reader, position)
            values (:reader, :position)
            on conflict (reader) do update set position = :position
            """)
        .text("reader", reader)
        .number("position", position)
        .update();
  }

  @Override
  public void retain(List<String> readers) {
    List<String> stored =
        sql.on("select reader from event_readers order by reader").list(row -> row.text("reader"));
    for (String each : stored) {
      if (!readers.contains(each)) {
        sql.on("delete from event_readers where reader = :reader").text("reader", each).update();
      }
    }
  }

  @Override
  public long lowest() {
    return sql.on("select coalesce(min(position), 0) as lowest from event_readers")
        .first(row -> row.number("lowest"))
        .orElse(0L);
  }
}
