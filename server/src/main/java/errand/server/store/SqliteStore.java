package errand.server.store;

import errand.core.app.Sight;
import errand.core.app.Store;
import errand.core.app.Tx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The store in one SQLite file, {@code errand.db}, of a folder that no other server may use
 * meanwhile. One thread writes and commits in groups; looks run beside it on the callers' threads.
 *
 * <pre>
 *   transact ... Turn --> SqliteWriter --> WorkGroup --> one transaction
 *   read ...... SqliteReaders --> a snapshot
 *   glance .... Image, and what is not there from a snapshot
 *   Checkpoints .. keep the write-ahead log short
 * </pre>
 */
public final class SqliteStore implements Store, AutoCloseable {
  static final String FILE = "errand.db";

  private final FolderLock lock;
  private final Sql sql;
  private final Image image;
  private final SqliteWriter writer;
  private final SqliteReaders readers;
  private final Checkpoints checkpoints;
  private final long highestOrder;
  private final AtomicBoolean closed = new AtomicBoolean();

  private SqliteStore(FolderLock lock, SqliteFile file, Sql sql, Measures measures) {
    this.lock = lock;
    this.sql = sql;
    sql.lend();
    Schema.sqlite().apply(sql);
    SqliteMarks marks = SqliteMarks.load(sql);
    this.highestOrder = marks.highestOrder();
    this.checkpoints = new Checkpoints(file.checkpointer());
    this.image = new Image(measures.heapBytes());
    this.writer =
        new SqliteWriter(sql, new WorkGroup(sql, marks, image), checkpoints, measures.groupTime());
    this.readers = new SqliteReaders(file);
  }

  /**
   * Opens the store in a folder, which is made when it is not there, for its owner alone.
   *
   * @throws UnusableFolderException when another server has it, or its data is not for this version
   */
  public static SqliteStore open(Path folder) {
    return open(folder, Runtime.getRuntime().maxMemory());
  }

  /**
   * The same as one of several stores in this process.
   *
   * @param heapBytes of the heap that the store may take for its own; an eighth of it is for rows
   */
  public static SqliteStore open(Path folder, long heapBytes) {
    return open(folder, new Measures(heapBytes, SqliteWriter.GROUP_TIME));
  }

  /** Opens the store with another time for a group, so that a test need not be quick. */
  static SqliteStore open(Path folder, Duration groupTime) {
    return open(folder, new Measures(Runtime.getRuntime().maxMemory(), groupTime));
  }

  private record Measures(long heapBytes, Duration groupTime) {}

  private static SqliteStore open(Path folder, Measures measures) {
    try {
      Files.createDirectories(folder, ownerOnly());
      FolderLock lock = FolderLock.take(folder);
      boolean done = false;
      try {
        SqliteStore store = open(lock, new SqliteFile(folder.resolve(FILE)), measures);
        done = true;
        return store;
      } finally {
        if (!done) {
          lock.close();
        }
      }
    } catch (IOException failure) {
      throw new UnusableFolderException("cannot use the data folder " + folder, failure);
    }
  }

  private static SqliteStore open(FolderLock lock, SqliteFile file, Measures measures) {
    Sql sql = file.writer();
    boolean done = false;
    try {
      var store = new SqliteStore(lock, file, sql, measures);
      store.checkpoints.start();
      store.writer.start();
      done = true;
      return store;
    } finally {
      if (!done) {
        sql.close();
      }
    }
  }

  private static FileAttribute<?>[] ownerOnly() {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  @Override
  public <T> T transact(Function<Tx, T> work) {
    return writer.transact(work);
  }

  @Override
  public <T> T read(Function<Tx, T> look) {
    writer.requireOutside();
    return readers.read(look);
  }

  @Override
  public <T> T glance(Function<Sight, T> look) {
    Optional<T> seen = recall(look);
    return seen.isPresent() ? seen.get() : fetch(look);
  }

  @Override
  public <T> Optional<T> recall(Function<Sight, T> look) {
    writer.requireOutside();
    return closed.get() ? Optional.empty() : image.recall(look);
  }

  private <T> T fetch(Function<Sight, T> look) {
    Optional<Long> state = image.state();
    var findings = new FillingSight.Findings();
    T seen = readers.read(tx -> look.apply(findings.on(tx, image)));
    state.ifPresent(asOf -> image.keep(asOf, findings::fill));
    return seen;
  }

  /**
   * A place in the order of jobs, joins and placements that no earlier start went beyond; 0 for new
   * data. New places are to be above it, even when the clock has gone back.
   */
  public long highestOrder() {
    return highestOrder;
  }

  /** How many works wait for the writer. */
  int queued() {
    return writer.queued();
  }

  /** Finishes what has begun, empties the write-ahead log and gives the folder free; repeatable. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    // Closed in the opposite order, each even when the one before it fails.
    try (lock;
        checkpoints;
        sql;
        readers;
        writer) {
      return;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
