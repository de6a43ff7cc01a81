package errand.server.store;

import errand.core.app.Store;
import errand.core.app.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class SqliteStoreContractTest extends StoreContract {
  @TempDir Path folder;

  @Override
  protected Store open() {
    return SqliteStore.open(folder.resolve("data"));
  }
}
