package errand.core.app;

/** The rows, within one transaction. Not to be used after it, nor from another thread. */
public interface Tx {
  ThingRows things();

  ThingTypeRows thingTypes();

  GroupRows groups();

  MemberRows memberships();

  CertificateRows certificates();

  AuthorityRows authorities();

  PolicyRows policies();

  ProvisioningRows provisioning();

  JobRows jobs();

  TemplateRows templates();

  CounterRows counters();

  TotalRows totals();

  FollowerRows followers();

  ExecutionRows executions();

  HistoryRows history();

  Outbox outbox();

  EventRows events();

  ReaderRows readers();

  TagRows tags();

  AccountRows account();

  SearchRows search();

  PresenceRows presence();

  DynamicGroupRows dynamicGroups();

  AuditRows audit();

  BucketRows buckets();

  ArtifactRows artifacts();

  CatalogRows catalog();

  InstalledRows installed();
}
