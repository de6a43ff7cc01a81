package errand.server.store;

import errand.core.app.HistoryRows;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.fleet.ThingId;
import java.util.List;
import java.util.Optional;

/** {@code executions}, thing by thing. */
final class HistoryTable implements HistoryRows {
  private static final int ANY = -1;

  /** What is pending, or what is over, newest first: one range of the index by thing. */
  private static final String RANGE =
      """
      select thing_id, job_id, number, placed_order
      from executions
      where thing_id = :thing and pending %s and placed_order < :below
        and (:status = -1 or status = :status)
        and (:job = '' or job_id = :job)
        and (:anyNamespace = 1 or namespace = :namespace)
      order by placed_order desc
      limit :limit
      """;

  private static final String PENDING = "select * from (" + RANGE.formatted("= 1") + ")";
  private static final String OVER = "select * from (" + RANGE.formatted("is null") + ")";

  private static final String LIST =
      ExecutionTable.SELECT
          + """
          join (
            %s
            order by placed_order desc
            limit :limit
          ) k on e.thing_id = k.thing_id and e.job_id = k.job_id and e.number = k.number
          order by k.placed_order desc
          """;

  // The merge of both ranges: neither is read further than one page.
  static final String LIST_ALL = LIST.formatted(PENDING + " union all " + OVER);

  private static final String LIST_PENDING = LIST.formatted(PENDING);
  private static final String LIST_OVER = LIST.formatted(OVER);

  private final Sql sql;

  HistoryTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<Execution> list(ThingId thing, Filter filter, Optional<Long> belowOrder, int limit) {
    return sql.on(listing(filter))
        .id("thing", thing.uuid())
        .number("below", belowOrder.orElse(Long.MAX_VALUE))
        .number("status", filter.status().map(Numbers::of).orElse(ANY))
        .text("job", filter.job().map(each -> each.text()).orElse(""))
        .flag("anyNamespace", filter.namespace().isEmpty())
        .text("namespace", filter.namespace().map(each -> each.text()).orElse(""))
        .number("limit", limit)
        .list(ExecutionTable::execution);
  }

  private static String listing(Filter filter) {
    return filter
        .status()
        .map(status -> status.terminal() ? LIST_OVER : LIST_PENDING)
        .orElse(LIST_ALL);
  }

  @Override
  public List<Execution> pendingEverywhere(ThingId thing) {
    return sql.on(
            ExecutionTable.SELECT
                + """
                where e.thing_id = :thing and e.pending = 1
                """)
        .id("thing", thing.uuid())
        .list(ExecutionTable::execution);
  }

  @Override
  public boolean delete(ExecutionKey key) {
    int gone =
        sql.on(
                """
                delete from executions
                where thing_id = :thing and job_id = :job and number = :number
                """)
            .id("thing", key.thing().uuid())
            .text("job", key.job().text())
            .number("number", key.number())
            .update();
    return gone == 1;
  }
}
