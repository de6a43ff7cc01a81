package errand.server.store;

import errand.core.app.AccountRows;
import errand.core.app.ArtifactRows;
import errand.core.app.AuditRows;
import errand.core.app.AuthorityRows;
import errand.core.app.BucketRows;
import errand.core.app.CatalogRows;
import errand.core.app.CertificateRows;
import errand.core.app.CounterRows;
import errand.core.app.DynamicGroupRows;
import errand.core.app.EventRows;
import errand.core.app.ExecutionRows;
import errand.core.app.FollowerRows;
import errand.core.app.GroupRows;
import errand.core.app.HistoryRows;
import errand.core.app.InstalledRows;
import errand.core.app.JobRows;
import errand.core.app.MemberRows;
import errand.core.app.Outbox;
import errand.core.app.PolicyRows;
import errand.core.app.PresenceRows;
import errand.core.app.ProvisioningRows;
import errand.core.app.ReaderRows;
import errand.core.app.SearchRows;
import errand.core.app.TagRows;
import errand.core.app.TemplateRows;
import errand.core.app.ThingRows;
import errand.core.app.ThingTypeRows;
import errand.core.app.TotalRows;
import errand.core.app.Tx;

/** The rows behind one connection, for all its transactions. */
record SqlTx(
    ThingRows things,
    ThingTypeRows thingTypes,
    GroupRows groups,
    MemberRows memberships,
    CertificateRows certificates,
    AuthorityRows authorities,
    PolicyRows policies,
    ProvisioningRows provisioning,
    JobRows jobs,
    TemplateRows templates,
    CounterRows counters,
    TotalRows totals,
    FollowerRows followers,
    ExecutionRows executions,
    HistoryRows history,
    Outbox outbox,
    EventRows events,
    ReaderRows readers,
    SearchRows search,
    PresenceRows presence,
    DynamicGroupRows dynamicGroups,
    BucketRows buckets,
    ArtifactRows artifacts,
    CatalogRows catalog,
    InstalledRows installed,
    TagRows tags,
    AccountRows account,
    AuditRows audit)
    implements Tx {
  static SqlTx on(Sql sql, Marks marks) {
    return new SqlTx(
        new ThingTable(sql),
        new ThingTypeTable(sql),
        new GroupTable(sql),
        new MemberTable(sql, marks),
        new CertificateTable(sql),
        new AuthorityTable(sql),
        new PolicyTable(sql),
        new ProvisioningTable(sql),
        new JobTable(sql, marks),
        new TemplateTable(sql, marks),
        new CountTable(sql),
        new TotalTable(sql),
        new FollowerTable(sql),
        new ExecutionTable(sql, marks),
        new HistoryTable(sql),
        new OutboxTable(sql, marks),
        new EventTable(sql, marks),
        new ReaderTable(sql),
        new SearchTable(sql),
        new PresenceTable(sql),
        new DynamicGroupTable(sql),
        new BucketTable(sql),
        new ArtifactTable(sql),
        new CatalogTable(sql),
        new InstalledTable(sql),
        new TagTable(sql),
        new AccountTable(sql),
        new AuditTable(sql));
  }

  /** The same rows, with the hottest of them in memory as well. */
  SqlTx with(Image image, ExecutionTable table) {
    var imagedJobs = new ImagedJobs(jobs, image.jobs, image.documents);
    return new SqlTx(
        new ImagedThings(things, image.things),
        thingTypes,
        groups,
        memberships,
        certificates,
        authorities,
        policies,
        provisioning,
        imagedJobs,
        templates,
        counters,
        totals,
        followers,
        new ImagedExecutions(table, history, imagedJobs, image),
        new ImagedHistory(history, image),
        outbox,
        events,
        readers,
        search,
        presence,
        dynamicGroups,
        buckets,
        artifacts,
        catalog,
        installed,
        tags,
        account,
        audit);
  }
}
