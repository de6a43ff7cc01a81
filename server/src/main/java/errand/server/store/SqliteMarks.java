package errand.server.store;

/**
 * Numbers kept in memory by the only writer, with a limit in the database that is raised before any
 * number above it is used. Raising it by a large step makes that rare; a new start begins at the
 * limit, so what was left of a step is skipped.
 *
 * <p>Threads: the writer's.
 */
final class SqliteMarks implements Marks {
  // Of orders this is one second of the clock; it is also how far orders may run ahead after a
  // start.
  private static final long STEP = 1_000_000;

  private final Mark order;
  private final Mark notice;

  private SqliteMarks(Mark order, Mark notice) {
    this.order = order;
    this.notice = notice;
  }

  static SqliteMarks load(Sql sql) {
    return new SqliteMarks(new Mark(sql, "order"), new Mark(sql, "notice"));
  }

  @Override
  public long nextNotice() {
    return ++notice.used;
  }

  @Override
  public void ordered(long taken) {
    order.used = Math.max(order.used, taken);
  }

  /** No order above this one was ever used. */
  long highestOrder() {
    return order.used;
  }

  /** To be called last in each transaction. */
  void save(Sql sql) {
    order.save(sql);
    notice.save(sql);
  }

  /** To be called when it was committed. */
  void committed() {
    order.limit = order.limitToCommit;
    notice.limit = notice.limitToCommit;
  }

  private static final class Mark {
    private final String name;
    private long used;
    private long limit;
    private long limitToCommit;

    Mark(Sql sql, String name) {
      this.name = name;
      this.limit =
          sql.on("select value from marks where name = :name")
              .text("name", name)
              .first(row -> row.number("value"))
              .orElse(0L);
      this.limitToCommit = limit;
      this.used = limit;
    }

    void save(Sql sql) {
      limitToCommit = limit;
      if (used > limit) {
        limitToCommit = used + STEP;
        write(sql);
      }
    }

    private void write(Sql sql) {
      sql.on(
              """
              insert into marks (name, value)
              values (:name, :value)
              on conflict (name) do update set value = excluded.value
              """)
          .text("name", name)
          .number("value", limitToCommit)
          .update();
    }
  }
}
