package errand.core.app;

import static errand.core.app.StoreSamples.job;
import static errand.core.app.StoreSamples.notice;
import static errand.core.app.StoreSamples.thing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.execution.Status;
import errand.core.name.JobId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many callers at once. */
@Timeout(60)
interface CallersContract extends ContractedStore {
  int CALLERS = 50;
  JobId J1 = new JobId("j1");

  @Test
  default void changes_of_callers_at_once_are_as_if_one_after_the_other() throws Exception {
    long each = 20;
    change(tx -> tx.jobs().insert(job("j1", 1), "{}"));

    together(
        _ -> {
          for (int i = 0; i < each; i++) {
            change(CallersContract::increment);
          }
          return true;
        });

    assertSeen(tx -> tx.jobs().find(J1).orElseThrow().version()).isEqualTo(1 + CALLERS * each);
    assertSeen(tx -> tx.counters().of(J1).of(Status.QUEUED)).isEqualTo(CALLERS * each);
  }

  private static void increment(Tx tx) {
    var before = tx.jobs().find(J1).orElseThrow();
    assertThat(tx.jobs().update(before.due(Optional.empty()), before.version())).isTrue();
    tx.counters().move(J1, Optional.empty(), Optional.of(Status.QUEUED));
  }

  @Test
  default void a_work_that_fails_among_others_fails_alone() throws Exception {
    together(
        caller -> {
          if (caller % 3 == 0) {
            assertThatThrownBy(() -> change(tx -> insertAndThrow(tx, caller)))
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("caller " + caller);
          } else {
            change(tx -> tx.things().insert(thing("t" + caller, caller)));
          }
          return true;
        });

    List<Long> present =
        store().read(tx -> tx.things().list(Optional.empty(), 1000)).stream()
            .map(thing -> thing.id().uuid().getLeastSignificantBits())
            .sorted()
            .toList();
    var expected = new ArrayList<Long>();
    for (long caller = 0; caller < CALLERS; caller++) {
      if (caller % 3 != 0) {
        expected.add(caller);
      }
    }
    assertThat(present).isEqualTo(expected);
  }

  private static void insertAndThrow(Tx tx, int caller) {
    tx.things().insert(thing("t" + caller, caller));
    tx.outbox().add(notice("t" + caller));
    throw new ArithmeticException("caller " + caller);
  }

  @Test
  default void a_look_never_waits_for_a_transaction_and_sees_the_state_before_it()
      throws Exception {
    change(tx -> tx.things().insert(thing("t1", 1)));
    var begun = new CountDownLatch(1);
    var looked = new CountDownLatch(1);

    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> held =
          callers.submit(
              () ->
                  change(
                      tx -> {
                        tx.things().insert(thing("t2", 2));
                        begun.countDown();
                        await(looked);
                      }));
      begun.await();

      int seen = store().read(tx -> tx.things().list(Optional.empty(), 10).size());

      assertThat(seen).isEqualTo(1);
      looked.countDown();
      held.get();
    }
    assertThat(store().<Integer>read(tx -> tx.things().list(Optional.empty(), 10).size()))
        .isEqualTo(2);
  }

  @Test
  default void a_look_stays_with_the_state_it_began_with() throws Exception {
    change(tx -> tx.things().insert(thing("t1", 1)));
    var begun = new CountDownLatch(1);
    var changed = new CountDownLatch(1);

    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<List<Integer>> look =
          callers.submit(
              () ->
                  store()
                      .read(
                          tx -> {
                            int before = tx.things().list(Optional.empty(), 10).size();
                            begun.countDown();
                            await(changed);
                            return List.of(before, tx.things().list(Optional.empty(), 10).size());
                          }));
      begun.await();
      change(tx -> tx.things().insert(thing("t2", 2)));
      changed.countDown();

      assertThat(look.get()).containsExactly(1, 1);
    }
  }

  @Test
  default void an_interrupted_caller_still_learns_what_became_of_its_work() throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> interrupted =
          callers.submit(
              () -> {
                Thread.currentThread().interrupt();
                change(tx -> tx.things().insert(thing("t1", 1)));
                return Thread.currentThread().isInterrupted();
              });

      assertThat(interrupted.get()).isTrue();
    }
    assertThat(store().<Integer>read(tx -> tx.things().list(Optional.empty(), 10).size()))
        .isEqualTo(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  private static void together(Caller caller) throws Exception {
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < CALLERS; i++) {
        int number = i;
        tasks.add(() -> caller.call(number));
      }
      for (Future<Boolean> done : callers.invokeAll(tasks)) {
        done.get();
      }
    }
  }

  /** What each caller does. */
  @FunctionalInterface
  interface Caller {
    boolean call(int number) throws Exception;
  }
}
