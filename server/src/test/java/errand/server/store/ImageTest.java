package errand.server.store;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.detailed;
import static errand.core.app.StoreSamples.execution;
import static errand.core.app.StoreSamples.job;
import static errand.core.app.StoreSamples.moved;
import static errand.core.app.StoreSamples.running;
import static errand.core.app.StoreSamples.thing;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.Sight;
import errand.core.app.Tx;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Status;
import errand.core.execution.Times;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingId;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the store keeps in memory is what is in the file. */
@Timeout(120)
final class ImageTest {
  private static final JobId A = new JobId("a");
  private static final JobId B = new JobId("b");
  private static final int THINGS = 6;

  @TempDir Path folder;
  private SqliteStore store;

  @BeforeEach
  void open() {
    store = SqliteStore.open(folder, Duration.ofMinutes(1));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void change(Consumer<Tx> changes) {
    store.transact(
        tx -> {
          changes.accept(tx);
          return true;
        });
  }

  @Test
  void what_was_seen_once_is_at_hand_afterwards_and_what_was_not_is_not() {
    change(tx -> tx.things().insert(thing("t1", 1)));
    change(tx -> tx.executions().insert(execution(1, "a", 1)));

    assertThat(store.recall(sight -> sight.latest(thingId(1), A))).isEmpty();
    assertThat(latest(1, A)).contains(execution(1, "a", 1));
    assertThat(store.recall(sight -> sight.latest(thingId(1), A)))
        .contains(Optional.of(execution(1, "a", 1)));
    assertThat(store.recall(sight -> sight.thing(new ThingName("t1")))).isEmpty();
  }

  @Test
  void a_change_stays_at_hand_and_an_execution_placed_later_takes_its_place() {
    Execution first = execution(1, "a", 1);
    Execution over = moved(first, Status.SUCCEEDED);
    Execution second = execution(new ExecutionKey(thingId(1), A, 2), 2);
    change(tx -> tx.executions().insert(first));
    assertThat(latest(1, A)).contains(first);

    change(tx -> tx.executions().update(over, Status.QUEUED, 1));
    assertThat(store.recall(sight -> sight.latest(thingId(1), A))).contains(Optional.of(over));
    change(tx -> tx.executions().insert(second));

    assertThat(latest(1, A)).contains(second);
  }

  @Test
  void instants_are_kept_in_whole_milliseconds_as_in_the_file() {
    Execution first = execution(1, "a", 1);
    change(tx -> tx.executions().insert(first));
    assertThat(latest(1, A)).contains(first);
    Instant at = T0.plusNanos(1_234_567);
    Execution told = at(running(first, T0.plusSeconds(9)), at);

    change(tx -> tx.executions().update(told, Status.QUEUED, 1));

    Execution kept = at(told, T0.plusMillis(1));
    assertThat(store.recall(sight -> sight.latest(thingId(1), A))).contains(Optional.of(kept));
    assertThat(store.<Optional<Execution>>read(tx -> tx.executions().latest(thingId(1), A)))
        .contains(kept);
  }

  private static Execution at(Execution given, Instant at) {
    return new Execution(
        given.key(),
        given.thing(),
        given.origin(),
        given.status(),
        given.details(),
        new Times(given.times().startedAt(), at),
        given.deadlines(),
        given.version(),
        given.forced());
  }

  @Test
  void after_a_failure_in_a_group_the_neighbours_run_again_and_memory_is_as_the_file()
      throws Exception {
    change(
        tx -> {
          for (int n = 1; n <= 3; n++) {
            tx.executions().insert(execution(n, "a", n));
          }
        });
    for (int n = 1; n <= 3; n++) {
      assertThat(latest(n, A)).isPresent();
    }
    var runs = new ArrayList<Integer>();
    var running = new CountDownLatch(1);
    var queued = new CountDownLatch(1);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> holding = callers.submit(() -> change(tx -> hold(running, queued)));
      running.await();
      Future<?> before = queue(callers, tx -> progress(tx, 1, runs));
      Future<?> failing =
          queue(
              callers,
              tx -> {
                progress(tx, 2, runs);
                throw new ArithmeticException("mine");
              });
      Future<?> after = queue(callers, tx -> progress(tx, 3, runs));
      queued.countDown();

      holding.get();
      before.get();
      after.get();
      assertThat(failing.state()).isNotEqualTo(Future.State.RUNNING);
    }

    assertThat(runs).containsExactly(1, 2, 1, 3);
    assertThat(latest(1, A).orElseThrow().version()).isEqualTo(2);
    assertThat(latest(2, A).orElseThrow().version()).isEqualTo(1);
    assertThat(latest(3, A).orElseThrow().version()).isEqualTo(2);
    assertAlike();
  }

  private static void hold(CountDownLatch running, CountDownLatch queued) {
    running.countDown();
    try {
      queued.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private Future<?> queue(ExecutorService callers, Consumer<Tx> changes) {
    int before = store.queued();
    Future<?> done = callers.submit(() -> change(changes));
    while (store.queued() == before) {
      Thread.onSpinWait();
    }
    return done;
  }

  private static void progress(Tx tx, int thing, List<Integer> runs) {
    runs.add(thing);
    Execution loaded = tx.executions().latest(thingId(thing), A).orElseThrow();
    Execution next = moved(loaded, Status.IN_PROGRESS);
    assertThat(tx.executions().update(next, loaded.status(), loaded.version())).isTrue();
  }

  @Test
  void what_another_program_changed_counts_from_the_next_transaction_on() {
    change(tx -> tx.executions().insert(execution(1, "a", 1)));
    assertThat(latest(1, A)).isPresent();

    try (Sql other = new SqliteFile(folder.resolve(SqliteStore.FILE)).checkpointer()) {
      other.lend();
      other.on("update executions set version = 7").update();
    }
    change(tx -> tx.things().insert(thing("t1", 1)));

    assertThat(latest(1, A).orElseThrow().version()).isEqualTo(7);
  }

  private Optional<Execution> latest(long thing, JobId job) {
    return store.glance(sight -> sight.latest(thingId(thing), job));
  }

  /**
   * Two jobs run on each thing and move only together, among works that fail and things that are
   * placed, ended and deleted; looks beside it must never see one without the other.
   */
  @Test
  void under_concurrent_changes_and_failures_every_look_sees_one_committed_state()
      throws Exception {
    change(
        tx -> {
          tx.jobs().insert(job("a", 1), "{}");
          tx.jobs().insert(job("b", 2), "{}");
          for (int n = 0; n < THINGS; n++) {
            tx.things().insert(thing("t" + n, n));
            place(tx, n, 1);
          }
        });
    var ended = new AtomicBoolean();
    var looks = new ArrayList<Future<?>>();
    // Looks never pause: virtual ones would leave nobody else a carrier.
    try (var callers = Executors.newCachedThreadPool()) {
      for (int n = 0; n < THINGS; n++) {
        int thing = n;
        looks.add(callers.submit(() -> look(thing, ended)));
      }
      var works = new ArrayList<Future<?>>();
      for (int n = 0; n < 12; n++) {
        var random = new SplittableRandom(n);
        works.add(callers.submit(() -> work(random)));
      }
      try {
        for (Future<?> each : works) {
          each.get();
        }
      } finally {
        ended.set(true);
      }
      for (Future<?> each : looks) {
        each.get();
      }
    }

    assertAlike();
  }

  private static void place(Tx tx, int thing, long number) {
    for (JobId job : List.of(A, B)) {
      tx.executions()
          .insert(execution(new ExecutionKey(thingId(thing), job, number), number * 100 + thing));
    }
  }

  private void work(SplittableRandom random) {
    for (int round = 0; round < 100; round++) {
      int thing = random.nextInt(THINGS);
      int kind = random.nextInt(12);
      try {
        change(tx -> step(tx, thing, kind));
      } catch (ArithmeticException mine) {
        assertThat(kind).isEqualTo(1);
      }
    }
  }

  private static void step(Tx tx, int thing, int kind) {
    switch (kind) {
      case 0 -> tx.history().delete(latest(tx, thing, A).key());
      case 2 -> toggle(tx);
      case 3, 4 -> both(tx, thing, Status.SUCCEEDED);
      default -> both(tx, thing, Status.IN_PROGRESS);
    }
    if (kind == 0) {
      tx.history().delete(latest(tx, thing, B).key());
      if (tx.executions().latest(thingId(thing), A).isEmpty()) {
        place(tx, thing, 1);
      }
    }
    if (kind == 1) {
      throw new ArithmeticException("mine");
    }
  }

  private static void toggle(Tx tx) {
    var loaded = tx.jobs().find(A).orElseThrow();
    var next = loaded.due(loaded.due().isEmpty() ? Optional.of(T0) : Optional.empty());
    assertThat(tx.jobs().update(next, loaded.version())).isTrue();
  }

  private static void both(Tx tx, int thing, Status status) {
    if (!latest(tx, thing, A).pending()) {
      place(tx, thing, latest(tx, thing, A).key().number() + 1);
    }
    for (JobId job : List.of(A, B)) {
      Execution loaded = latest(tx, thing, job);
      Execution next =
          status == loaded.status()
              ? detailed(loaded, Map.of("v", "" + loaded.version()))
              : moved(loaded, status);
      assertThat(tx.executions().update(next, loaded.status(), loaded.version())).isTrue();
    }
    assertThat(tx.executions().pending(thingId(thing), Namespace.NONE))
        .hasSize(status.terminal() ? 0 : 2);
  }

  private static Execution latest(Tx tx, int thing, JobId job) {
    return tx.executions().latest(thingId(thing), job).orElseThrow();
  }

  private void look(int thing, AtomicBoolean ended) {
    ThingId id = thingId(thing);
    while (!ended.get()) {
      record Pair(Execution a, Execution b, List<Execution> pending) {}
      Pair seen =
          store.glance(
              sight ->
                  new Pair(
                      sight.latest(id, A).orElseThrow(),
                      sight.latest(id, B).orElseThrow(),
                      sight.pending(id, Namespace.NONE)));
      assertThat(seen.a().version()).isEqualTo(seen.b().version());
      assertThat(seen.a().key().number()).isEqualTo(seen.b().key().number());
      assertThat(seen.a().status()).isEqualTo(seen.b().status());
      assertThat(seen.pending()).hasSize(seen.a().pending() ? 2 : 0);
      assertThat(seen.pending()).allMatch(each -> List.of(seen.a(), seen.b()).contains(each));
    }
  }

  private record Seen(
      Optional<Thing> thing,
      Optional<Execution> a,
      Optional<Execution> b,
      List<Execution> pending) {
    static Seen by(Sight sight, int thing) {
      return new Seen(
          sight.thing(new ThingName("t" + thing)),
          sight.latest(thingId(thing), A),
          sight.latest(thingId(thing), B),
          sorted(sight.pending(thingId(thing), Namespace.NONE)));
    }

    static Seen by(Tx tx, int thing) {
      return new Seen(
          tx.things().find(new ThingName("t" + thing)),
          tx.executions().latest(thingId(thing), A),
          tx.executions().latest(thingId(thing), B),
          sorted(tx.executions().pending(thingId(thing), Namespace.NONE)));
    }

    private static List<Execution> sorted(List<Execution> executions) {
      return executions.stream().sorted(Comparator.comparing(Execution::job)).toList();
    }
  }

  private void assertAlike() {
    for (int n = 0; n < THINGS; n++) {
      int thing = n;
      Seen inFile = store.read(tx -> Seen.by(tx, thing));
      assertThat(store.<Seen>glance(sight -> Seen.by(sight, thing))).isEqualTo(inFile);
      assertThat(store.<Seen>glance(sight -> Seen.by(sight, thing))).isEqualTo(inFile);
      assertThat(store.<Seen>transact(tx -> Seen.by(tx, thing))).isEqualTo(inFile);
    }
  }
}
