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

  private final Sql sql;

  HistoryTable(Sql sql) {
    this.sql = sql;
  }

  @Override
  public List<Execution> list(ThingId thing, Filter filter, Optional<Long> belowOrder, int limit) {
    return sql.on(
            ExecutionTable.SELECT
                + """
                where e.thing_id = :thing and e.placed_order < :below
                  and (:status = -1 or e.status = :status)
                  and (:job = '' or e.job_id = :job)
                  and (:anyNamespace = 1 or e.namespace = :namespace)
                order by e.placed_order desc
                limit :limit
                """)
        .id("thing", thing.uuid())
        .number("below", belowOrder.orElse(Long.MAX_VALUE))
        .number("status", filter.status().map(Numbers::of).orElse(ANY))
        .text("job", filter.job().map(each -> each.text()).orElse(""))
        .flag("anyNamespace", filter.namespace().isEmpty())
        .text("namespace", filter.namespace().map(each -> each.text()).orElse(""))
        .number("limit", limit)
        .list(ExecutionTable::execution);
  }

  @Override
  public List<Execution> pendingEverywhere(ThingId thing) {
    return sql.on(
            ExecutionTable.SELECT
                + """
                where e.thing_id = :thing and e.pending is not null
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
