package errand.core.app;

/** The rows of one transaction or look over a {@link MemoryState}; of no use after it. */
final class MemoryTx implements Tx {
  private final MemoryState state;
  private final boolean changing;
  private boolean ended;

  MemoryTx(MemoryState state, boolean changing) {
    this.state = state;
    this.changing = changing;
  }

  void end() {
    ended = true;
  }

  /** The state, to be looked at. */
  MemoryState seen() {
    if (ended) {
      throw new IllegalStateException("rows were used outside of their transaction");
    }
    return state;
  }

  /** The state, to be changed. */
  MemoryState changed() {
    if (!changing) {
      throw new IllegalStateException("a look must change nothing");
    }
    return seen();
  }

  @Override
  public ThingRows things() {
    return new MemoryThings(this);
  }

  @Override
  public ThingTypeRows thingTypes() {
    return new MemoryThingTypes(this);
  }

  @Override
  public GroupRows groups() {
    return new MemoryGroups(this);
  }

  @Override
  public MemberRows memberships() {
    return new MemoryMemberships(this);
  }

  @Override
  public CertificateRows certificates() {
    return new MemoryCertificates(this);
  }

  @Override
  public AuthorityRows authorities() {
    return new MemoryAuthorities(this);
  }

  @Override
  public PolicyRows policies() {
    return new MemoryPolicies(this);
  }

  @Override
  public ProvisioningRows provisioning() {
    return new MemoryProvisioning(this);
  }

  @Override
  public JobRows jobs() {
    return new MemoryJobs(this);
  }

  @Override
  public TemplateRows templates() {
    return new MemoryTemplates(this);
  }

  @Override
  public EventRows events() {
    return new MemoryEvents(this);
  }

  @Override
  public ReaderRows readers() {
    return new MemoryReaders(this);
  }

  @Override
  public CounterRows counters() {
    return new MemoryCounters(this);
  }

  @Override
  public TotalRows totals() {
    return new MemoryTotals(this);
  }

  @Override
  public FollowerRows followers() {
    return new MemoryFollowers(this);
  }

  @Override
  public HistoryRows history() {
    return new MemoryHistory(this);
  }

  @Override
  public ExecutionRows executions() {
    return new MemoryExecutions(this);
  }

  @Override
  public Outbox outbox() {
    return new MemoryOutbox(this);
  }

  @Override
  public TagRows tags() {
    return new MemoryTags(this);
  }

  @Override
  public AccountRows account() {
    return new MemoryAccount(this);
  }

  @Override
  public SearchRows search() {
    return new MemorySearch(this);
  }

  @Override
  public PresenceRows presence() {
    return new MemoryPresence(this);
  }

  @Override
  public BucketRows buckets() {
    return new MemoryBuckets(this);
  }

  @Override
  public ArtifactRows artifacts() {
    return new MemoryArtifacts(this);
  }

  @Override
  public CatalogRows catalog() {
    return new MemoryCatalog(this);
  }

  @Override
  public InstalledRows installed() {
    return new MemoryInstalled(this);
  }

  @Override
  public DynamicGroupRows dynamicGroups() {
    return new MemoryDynamicGroups(this);
  }

  @Override
  public AuditRows audit() {
    return new MemoryAudit(this);
  }
}
