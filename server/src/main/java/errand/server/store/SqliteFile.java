package errand.server.store;

import errand.core.app.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * Opens connections to one database file, set up for what they do. Memory: the writer's cache, and
 * a smaller one for each reader.
 */
final class SqliteFile {
  // Small on purpose. To sort the halves of a split page SQLite borrows the number of the page at
  // 1 GiB, and the commit of a shorter file then looks through the whole cache for what lies above
  // the file's end. What this cache lacks the system's has. Measured in a fleet of a million whose
  // ids are in no order: a fifth to a quarter less of the writer's time than with 64 MiB.
  private static final int WRITER_CACHE_KIB = 16_384;

  private static final int READER_CACHE_KIB = 8_192;

  // Only a person with the file open in another program can make us wait.
  private static final int BUSY_MILLIS_MAX = 5_000;

  // The page size holds from the first write on. A report changes a few rows, each on a page of its
  // own: at this size the log takes half the bytes that it takes at the usual 4096. Files are not
  // mapped: a bad sector would then kill the process instead of failing a statement, and the
  // system's cache serves as well. Checkpoints are run by Checkpoints alone, so no commit pays.
  private static final String COMMON =
      """
      pragma busy_timeout = %d;
      pragma page_size = 2048;
      pragma journal_mode = wal;
      pragma synchronous = full;
      pragma foreign_keys = off;
      pragma temp_store = memory;
      pragma mmap_size = 0;
      pragma wal_autocheckpoint = 0;
      """
          .formatted(BUSY_MILLIS_MAX);

  private final Path path;

  SqliteFile(Path path) {
    this.path = path;
  }

  Sql writer() {
    return open("pragma cache_size = -" + WRITER_CACHE_KIB);
  }

  Sql reader() {
    return open("pragma cache_size = -" + READER_CACHE_KIB + "; pragma query_only = on");
  }

  Sql checkpointer() {
    return open("pragma cache_size = -" + READER_CACHE_KIB);
  }

  private Sql open(String special) {
    try {
      Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path, driver());
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate(COMMON + special);
        // Transactions are ours. Left in its own mode, the driver tries to begin one after every
        // change; taken out of it, it begins one at once.
        connection.setAutoCommit(false);
        statement.executeUpdate("rollback");
      }
      return new Sql(connection, new SqliteDialect());
    } catch (SQLException failure) {
      throw new StoreException("cannot open " + path, failure);
    }
  }

  // Spares the driver a look for generated keys after every insert; we generate none.
  private static Properties driver() {
    var properties = new Properties();
    properties.setProperty("jdbc.get_generated_keys", "false");
    return properties;
  }
}
