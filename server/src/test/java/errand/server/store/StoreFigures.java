package errand.server.store;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.detailed;
import static errand.core.app.StoreSamples.execution;
import static errand.core.app.StoreSamples.job;
import static errand.core.app.StoreSamples.moved;
import static errand.core.app.StoreSamples.notice;
import static errand.core.app.StoreSamples.running;
import static errand.core.app.StoreSamples.thing;
import static errand.core.app.StoreSamples.thingId;

import com.sun.management.OperatingSystemMXBean;
import errand.core.app.Tx;
import errand.core.execution.Execution;
import errand.core.execution.Pending;
import errand.core.execution.Status;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What a device's report costs: processor time, waiting and bytes written. Run its main method; an
 * argument names the folder, on the disk that is meant.
 */
final class StoreFigures {
  private static final int THINGS = 20_000;
  private static final int WINDOW = 2_000;
  private static final JobId JOB = new JobId("firmware-2027-03");
  private static final int PAGE_AND_HEADER_BYTES = 2048 + 24;

  private final SqliteStore store;
  private final Sql wal;
  private final SplittableRandom random = new SplittableRandom(1);
  private int next;

  private StoreFigures(SqliteStore store, Sql wal) {
    this.store = store;
    this.wal = wal;
  }

  public static void main(String[] arguments) throws Exception {
    Path folder =
        arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("store-figures");
    try (SqliteStore store = SqliteStore.open(folder.resolve("data"));
        Sql wal = new SqliteFile(folder.resolve("data/" + SqliteStore.FILE)).checkpointer()) {
      wal.lend();
      var figures = new StoreFigures(store, wal);
      figures.fill();
      figures.bytes(1);
      figures.bytes(50);
      for (int callers : List.of(1, 64, 1, 64, 256)) {
        figures.speed(callers, callers == 1 ? 3_000 : 40_000);
      }
      figures.looks();
    }
  }

  private void fill() {
    change(tx -> tx.jobs().insert(job(JOB.text(), 1), "{}"));
    for (int from = 0; from < THINGS; from += 100) {
      int first = from;
      change(
          tx -> {
            for (int n = first; n < first + 100; n++) {
              tx.things().insert(thing("t" + n, id(n)));
              tx.executions().insert(placed(n, JOB.text()));
              tx.counters().move(JOB, Optional.empty(), Optional.of(Status.QUEUED));
              for (int old = 0; old < 3; old++) {
                tx.executions().insert(moved(placed(n, "old-job-" + old), Status.SUCCEEDED));
              }
            }
          });
    }
  }

  private static Execution placed(int number, String job) {
    return execution(id(number), job, 1_800_000_000_000_000L + number);
  }

  private void change(Consumer<Tx> changes) {
    store.transact(
        tx -> {
          changes.accept(tx);
          return true;
        });
  }

  // Devices report about when they were told to, within a window that moves on with the rollout.
  private synchronized int nextThing() {
    next++;
    return (next / 4 + random.nextInt(WINDOW)) % THINGS;
  }

  // Ids know nothing of the order of placement.
  private static long id(int number) {
    return number * 7919L % THINGS;
  }

  /** One report: QUEUED to IN_PROGRESS to a progress to SUCCEEDED, then a new execution. */
  private static boolean report(Tx tx, int number) {
    var name = new ThingName("t" + number);
    var thing = tx.things().find(name).orElseThrow();
    Execution before = tx.executions().latest(thing.id(), JOB).orElseThrow();
    var queue = Pending.of(tx.executions().pending(thing.id(), Namespace.NONE));
    Execution after = after(before);
    tx.executions().update(after, before.status(), before.version());
    if (before.status() != after.status()) {
      tx.counters().move(JOB, Optional.of(before.status()), Optional.of(after.status()));
    }
    if (before.pending() != after.pending()) {
      List<Execution> pending = queue.after(after).shown();
      tx.outbox().add(notice(name.text(), pending.toArray(Execution[]::new)));
    }
    return true;
  }

  private static Execution after(Execution before) {
    return switch (before.status()) {
      case QUEUED -> running(before, T0.plusSeconds(999));
      case IN_PROGRESS ->
          before.version() % 3 == 2
              ? detailed(before, Map.of("step", "download", "percent", "" + before.version()))
              : moved(before, Status.SUCCEEDED);
      default -> moved(before, Status.QUEUED);
    };
  }

  private void bytes(int group) {
    long works = 0;
    long frames = 0;
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long processor = system.getProcessCpuTime();
    for (int round = 0; round < 40; round++) {
      long before = frames();
      int size = group;
      change(
          tx -> {
            for (int i = 0; i < size; i++) {
              report(tx, nextThing());
            }
          });
      long after = frames();
      if (after >= before) {
        works += group;
        frames += after - before;
      }
    }
    System.out.printf(
        "measured: group of %d: %.1f pages, %.1f KB, %.1f us processor a report%n",
        group,
        (double) frames / works,
        frames * PAGE_AND_HEADER_BYTES / 1000.0 / works,
        (system.getProcessCpuTime() - processor) / 1000.0 / works);
  }

  private long frames() {
    return wal.on("pragma wal_checkpoint(noop)").first(row -> row.number("log")).orElseThrow();
  }

  private void speed(int callers, int works) throws Exception {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var left = new AtomicInteger(works);
    long written = written();
    long processor = system.getProcessCpuTime();
    long clock = System.nanoTime();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<?>>();
      for (int i = 0; i < callers; i++) {
        running.add(executor.submit(() -> reportAll(left)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    System.out.printf(
        "measured: %d callers: %.1f us processor, %.1f us clock, %.1f KB written a report%n",
        callers,
        (system.getProcessCpuTime() - processor) / 1000.0 / works,
        (System.nanoTime() - clock) / 1000.0 / works,
        (written() - written) / 1000.0 / works);
  }

  private void reportAll(AtomicInteger left) {
    while (left.getAndDecrement() > 0) {
      int thing = nextThing();
      store.transact(tx -> report(tx, thing));
    }
  }

  private void looks() {
    for (int round = 0; round < 3; round++) {
      var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      long processor = system.getProcessCpuTime();
      for (int i = 0; i < 20_000; i++) {
        int thing = nextThing();
        store.read(tx -> tx.executions().pending(thingId(id(thing)), Namespace.NONE));
      }
      long page = System.nanoTime();
      for (int i = 0; i < 100; i++) {
        store.read(tx -> tx.executions().list(JOB, Optional.empty(), Optional.empty(), 250));
      }
      System.out.printf(
          "measured: look at a queue: %.1f us processor; page of 250 of a job: %.0f us%n",
          (system.getProcessCpuTime() - processor) / 1000.0 / 20_000,
          (System.nanoTime() - page) / 1000.0 / 100);
    }
  }

  private static long written() throws IOException {
    Path io = Path.of("/proc/self/io");
    if (!Files.exists(io)) {
      return 0;
    }
    return Files.readAllLines(io).stream()
        .filter(line -> line.startsWith("wchar: "))
        .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length())))
        .sum();
  }
}
