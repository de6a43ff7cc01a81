package errand.core.app;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Every promise of the ports. A store keeps them when a subclass that opens it passes. */
public abstract class StoreContract
    implements TransactContract,
        GlanceContract,
        CallersContract,
        ThingRowsContract,
        ThingTypeRowsContract,
        SearchRowsContract,
        GroupRowsContract,
        MemberRowsContract,
        CertificateRowsContract,
        AuthorityRowsContract,
        PolicyRowsContract,
        ProvisioningRowsContract,
        JobRowsContract,
        JobListContract,
        ExecutionRowsContract,
        ExecutionListContract,
        EventsContract,
        TemplateRowsContract,
        TotalRowsContract,
        ArtifactRowsContract,
        CatalogRowsContract,
        OutboxContract,
        AuditRowsContract,
        SettingsContract {
  private @Nullable Store store;

  /** An empty store; closed after the test when it can be. */
  protected abstract Store open();

  @Override
  public final Store store() {
    if (store == null) {
      throw new IllegalStateException("no test runs");
    }
    return store;
  }

  @BeforeEach
  final void openStore() {
    store = open();
  }

  @AfterEach
  final void closeStore() throws Exception {
    if (store instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }
}
