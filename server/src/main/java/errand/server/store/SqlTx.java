package errand.server.store;

import errand.core.app.CertificateRows;
import errand.core.app.CounterRows;
import errand.core.app.DynamicGroupRows;
import errand.core.app.ExecutionRows;
import errand.core.app.FollowerRows;
import errand.core.app.GroupRows;
import errand.core.app.HistoryRows;
import errand.core.app.JobRows;
import errand.core.app.Outbox;
import errand.core.app.PresenceRows;
import errand.core.app.SearchRows;
import errand.core.app.ThingRows;
import errand.core.app.Tx;

/** The rows behind one connection, for all its transactions. */
record SqlTx(
    ThingRows things,
    GroupRows groups,
    CertificateRows certificates,
    JobRows jobs,
    CounterRows counters,
    FollowerRows followers,
    ExecutionRows executions,
    HistoryRows history,
    Outbox outbox,
    SearchRows search,
    PresenceRows presence,
    DynamicGroupRows dynamicGroups)
    implements Tx {
  static SqlTx on(Sql sql, Marks marks) {
    return new SqlTx(
        new ThingTable(sql),
        new GroupTable(sql, marks),
        new CertificateTable(sql),
        new JobTable(sql, marks),
        new CountTable(sql),
        new FollowerTable(sql),
        new ExecutionTable(sql, marks),
        new HistoryTable(sql),
        new OutboxTable(sql, marks),
        new SearchTable(sql),
        new PresenceTable(sql),
        new DynamicGroupTable(sql));
  }
}
