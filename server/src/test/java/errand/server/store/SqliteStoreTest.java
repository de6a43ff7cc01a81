package errand.server.store;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.execution;
import static errand.core.app.StoreSamples.job;
import static errand.core.app.StoreSamples.member;
import static errand.core.app.StoreSamples.notice;
import static errand.core.app.StoreSamples.thing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.app.Outbox.Numbered;
import errand.core.app.StoreException;
import errand.core.app.Tx;
import errand.core.fleet.Thing;
import errand.core.name.ThingName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SqliteStoreTest {
  @TempDir Path folder;

  @Test
  void data_and_the_numbers_of_notices_survive_a_new_start() {
    long first;
    try (SqliteStore store = SqliteStore.open(folder)) {
      change(store, tx -> tx.things().insert(thing("t1", 1)));
      change(store, tx -> tx.outbox().add(notice("t1")));
      first = taken(store).getFirst().number();
      change(store, tx -> tx.outbox().remove(List.of(first)));
    }

    try (SqliteStore store = SqliteStore.open(folder)) {
      change(store, tx -> tx.outbox().add(notice("t2")));

      assertThat(found(store, "t1")).isTrue();
      assertThat(taken(store).getFirst().number()).isGreaterThan(first);
    }
  }

  @Test
  void orders_begin_above_all_that_were_used_whatever_the_clock_says() {
    long used = 1_900_000_000_000_000L;
    try (SqliteStore store = SqliteStore.open(folder)) {
      assertThat(store.highestOrder()).isZero();
      change(store, tx -> tx.jobs().insert(job("j1", used - 2), "{}"));
      change(store, tx -> tx.memberships().join(member(1, "t1", 1)));
      change(store, tx -> tx.executions().insert(execution(1, "j1", used)));
    }

    try (SqliteStore store = SqliteStore.open(folder)) {
      var ids = new UuidIds(() -> T0, () -> 4, store.highestOrder());

      assertThat(ids.nextOrder(T0)).isGreaterThan(used);
    }
  }

  @Test
  void the_log_is_emptied_at_the_end() throws IOException {
    try (SqliteStore store = SqliteStore.open(folder)) {
      change(store, tx -> tx.things().insert(thing("t1", 1)));
    }

    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("errand.db", "errand.lock");
    }
  }

  @Test
  void a_second_server_on_the_folder_is_refused_until_the_first_has_ended() {
    try (SqliteStore first = SqliteStore.open(folder)) {
      assertThatThrownBy(() -> SqliteStore.open(folder))
          .isInstanceOf(UnusableFolderException.class)
          .hasMessageContaining("in use by another server, process")
          .hasMessageContaining(folder.toString());
      change(first, tx -> tx.things().insert(thing("t1", 1)));
    }

    try (SqliteStore second = SqliteStore.open(folder)) {
      assertThat(found(second, "t1")).isTrue();
    }
  }

  @Test
  void works_queued_while_one_runs_share_its_group_and_a_failing_one_leaves_its_neighbours()
      throws Exception {
    var running = new CountDownLatch(1);
    var queued = new CountDownLatch(1);
    try (SqliteStore store = SqliteStore.open(folder);
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> first = callers.submit(() -> change(store, tx -> hold(tx, running, queued)));
      running.await();
      Future<?> before = submitQueued(callers, store, tx -> tx.things().insert(thing("b", 2)));
      Future<?> failing =
          submitQueued(
              callers,
              store,
              tx -> {
                tx.things().insert(thing("c", 3));
                throw new ArithmeticException("mine");
              });
      Future<?> after = submitQueued(callers, store, tx -> tx.things().insert(thing("d", 4)));
      queued.countDown();

      first.get();
      before.get();
      after.get();
      assertThatThrownBy(failing::get).hasCauseInstanceOf(ArithmeticException.class);
      List<Thing> there = store.read(tx -> tx.things().list(Optional.empty(), 9));
      assertThat(there).containsExactly(thing("a", 1), thing("b", 2), thing("d", 4));
    }
  }

  private static void hold(Tx tx, CountDownLatch running, CountDownLatch queued) {
    tx.things().insert(thing("a", 1));
    running.countDown();
    try {
      queued.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  /** Returns when the work stands in the queue, at the latest when its caller waits. */
  private static Future<?> submitQueued(
      ExecutorService callers, SqliteStore store, Consumer<Tx> changes)
      throws InterruptedException {
    int before = store.queued();
    Future<?> done = callers.submit(() -> change(store, changes));
    while (store.queued() == before) {
      Thread.onSpinWait();
    }
    return done;
  }

  @Test
  void works_queued_before_the_end_are_done_and_later_ones_refused() throws Exception {
    var running = new CountDownLatch(1);
    var queued = new CountDownLatch(1);
    SqliteStore store = SqliteStore.open(folder);
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      callers.execute(() -> change(store, tx -> hold(tx, running, queued)));
      running.await();
      Future<?> last = submitQueued(callers, store, tx -> tx.things().insert(thing("b", 2)));
      Future<?> closed = callers.submit(store::close);
      queued.countDown();

      last.get();
      closed.get();
    }

    assertThatThrownBy(() -> change(store, tx -> tx.things().insert(thing("c", 3))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("nothing was done");
    assertThatThrownBy(() -> found(store, "a")).isInstanceOf(StoreException.class);
    store.close();
    try (SqliteStore again = SqliteStore.open(folder)) {
      assertThat(found(again, "b")).isTrue();
    }
  }

  @Test
  void the_log_stays_short_under_writing_without_pause() throws IOException {
    try (SqliteStore store = SqliteStore.open(folder)) {
      String filler = "x".repeat(240_000);
      for (int n = 0; n < 500; n++) {
        int number = n;
        change(store, tx -> tx.jobs().insert(job("j" + number, number), filler));
      }

      // Of nearly four times as much that is written in all.
      long bytesMax = 2L * Checkpoints.PAGES * 2048;
      assertThat(Files.size(folder.resolve("errand.db-wal"))).isLessThan(bytesMax);
    }
  }

  private static boolean found(SqliteStore store, String name) {
    return store.read(tx -> tx.things().find(new ThingName(name)).isPresent());
  }

  private static List<Numbered> taken(SqliteStore store) {
    return store.read(tx -> tx.outbox().take(0, 10));
  }

  private static void change(SqliteStore store, Consumer<Tx> changes) {
    store.transact(
        tx -> {
          changes.accept(tx);
          return true;
        });
  }
}
