package errand.server.store;

import errand.core.app.Sight;
import errand.core.execution.Execution;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingId;
import errand.core.job.Job;
import errand.core.name.JobId;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.StampedLock;
import java.util.function.Function;

/**
 * The rows that devices ask for over and over, in memory: written through by the writer, who is the
 * only one to change the file, and read by looks.
 *
 * <pre>
 *   change a row ......... the shelf's group knows it, or that only the database does
 *   committing() ......... what looks find from here on is not kept
 *   committed() .......... all shelves take over what the group knows, at once
 *   dropped() ............ the group is forgotten
 * </pre>
 *
 * <p>A look sees one committed state: it is done again, behind the lock, when a group was taken
 * over meanwhile. What a look had to fetch from the database is kept only if no commit has begun
 * since before its snapshot was taken, so it belongs to the state that is here.
 *
 * <p>Memory: an eighth of the heap at most, counted roughly.
 */
final class Image {
  private static final long BYTES_PER_CHAR = 2;
  private static final long SHARES = 32;

  /** What a row costs besides its texts, in characters. */
  private static final int ROW_CHARS = 300;

  /** An execution of one job on one thing. */
  record Run(ThingId thing, JobId job) {}

  final Shelf<ThingName, Thing> things;
  final Shelf<JobId, Job> jobs;
  final Shelf<JobId, String> documents;
  final Shelf<Run, Execution> latest;

  /** Pending executions of all namespaces, also those that a thing must not see now. */
  final Shelf<ThingId, List<Execution>> pending;

  private final List<Shelf<?, ?>> shelves;
  private final StampedLock lock = new StampedLock();
  private final Sight sight = new ImageSight(this);
  private volatile long begun;
  private volatile long ended;

  Image(long heapBytes) {
    long share = heapBytes / BYTES_PER_CHAR / SHARES;
    things = new Shelf<>(share, (name, thing) -> chars(thing));
    jobs = new Shelf<>(share / 4, (id, job) -> 10 * ROW_CHARS);
    documents = new Shelf<>(share / 2, (id, text) -> ROW_CHARS + text.length());
    latest = new Shelf<>(share, (run, execution) -> chars(execution));
    pending = new Shelf<>(share, (id, all) -> chars(all));
    shelves = List.of(things, jobs, documents, latest, pending);
  }

  private static int chars(Thing thing) {
    return ROW_CHARS + chars(thing.attributes());
  }

  private static int chars(Execution execution) {
    return ROW_CHARS + chars(execution.details().pairs());
  }

  private static int chars(List<Execution> executions) {
    int chars = ROW_CHARS;
    for (Execution each : executions) {
      chars += chars(each);
    }
    return chars;
  }

  private static int chars(Map<String, String> pairs) {
    int chars = 0;
    for (var pair : pairs.entrySet()) {
      chars += pair.getKey().length() + pair.getValue().length();
    }
    return chars;
  }

  // ---- the writer's part ----

  /**
   * For a group whose works may be undone one by one: from here on to its end, ask the database.
   */
  void bypass() {
    shelves.forEach(Shelf::bypass);
  }

  /** Nothing in memory counts any more; between works, or before the first of a group. */
  void forgetAll() {
    long stamp = lock.writeLock();
    try {
      shelves.forEach(Shelf::clear);
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the writer changes it.
  void committing() {
    begun++;
  }

  /** Looks that begin after this see what the group did. */
  void committed() {
    long stamp = lock.writeLock();
    try {
      shelves.forEach(Shelf::publish);
      ended = begun;
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** The group was given up. After a commit that failed nothing is taken for known. */
  void dropped() {
    if (begun == ended) {
      shelves.forEach(Shelf::drop);
      return;
    }
    forgetAll();
    ended = begun;
  }

  // ---- the part of looks ----

  /** The look's result, if all that it asks for is here. */
  <T> Optional<T> recall(Function<Sight, T> look) {
    try {
      long stamp = lock.tryOptimisticRead();
      if (stamp != 0) {
        T seen = look.apply(sight);
        if (lock.validate(stamp)) {
          return Optional.of(seen);
        }
      }
    } catch (RuntimeException maybeHalfOfTwoStates) {
      // Also when something is not here. The second time tells.
    }
    return recallLocked(look);
  }

  private <T> Optional<T> recallLocked(Function<Sight, T> look) {
    long stamp = lock.readLock();
    try {
      return Optional.of(look.apply(sight));
    } catch (NotHere notHere) {
      return Optional.empty();
    } finally {
      lock.unlockRead(stamp);
    }
  }

  /** What state the database is in, unless a commit is under way. */
  Optional<Long> state() {
    long now = ended;
    return begun == now ? Optional.of(now) : Optional.empty();
  }

  /** Keeps what was found in a snapshot of that state or a later one, if there is no later one. */
  void keep(long state, Runnable fill) {
    long stamp = lock.writeLock();
    try {
      if (begun == state) {
        fill.run();
      }
    } finally {
      lock.unlockWrite(stamp);
    }
  }

  /** Something a look asks for is not in memory. */
  static final class NotHere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotHere() {
      super("not in memory", null, false, false);
    }
  }
}
