package errand.core.app;

import static errand.core.app.StoreSamples.execution;
import static errand.core.app.StoreSamples.job;
import static errand.core.app.StoreSamples.notice;
import static errand.core.app.StoreSamples.thing;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.execution.Status;
import errand.core.name.JobId;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** All or nothing, and one consistent state. */
interface TransactContract extends ContractedStore {
  ThingName T1 = new ThingName("t1");

  @Test
  default void a_work_sees_its_own_changes_and_returns_its_value() {
    Optional<ThingName> seen =
        store()
            .transact(
                tx -> {
                  tx.things().insert(thing("t1", 1));
                  return tx.things().find(T1).map(thing -> thing.name());
                });

    assertThat(seen).contains(T1);
  }

  @Test
  default void a_look_sees_the_transaction_that_returned_before() {
    for (int n = 1; n <= 20; n++) {
      int id = n;
      change(tx -> tx.things().insert(thing("t" + id, id)));

      int seen = store().read(tx -> tx.things().list(Optional.empty(), 100).size());

      assertThat(seen).isEqualTo(n);
    }
  }

  @Test
  default void a_work_that_throws_changes_nothing_and_its_exception_comes_through_unchanged() {
    var why = new IllegalArgumentException("mine");

    assertThatThrownBy(
            () ->
                change(
                    tx -> {
                      tx.things().insert(thing("t1", 1));
                      tx.jobs().insert(job("j1", 1), "{}");
                      tx.counters()
                          .move(new JobId("j1"), Optional.empty(), Optional.of(Status.QUEUED));
                      tx.executions().insert(execution(1, "j1", 1));
                      tx.outbox().add(notice("t1"));
                      throw why;
                    }))
        .isSameAs(why);

    List<Boolean> found =
        store()
            .read(
                tx ->
                    List.of(
                        tx.things().find(T1).isPresent(),
                        tx.jobs().find(new JobId("j1")).isPresent(),
                        tx.jobs().document(new JobId("j1")).isPresent(),
                        tx.counters().of(new JobId("j1")).total() > 0,
                        tx.executions().find(execution(1, "j1", 1).key()).isPresent(),
                        !tx.outbox().take(0, 10).isEmpty()));
    assertThat(found).containsOnly(false);
  }

  @Test
  default void an_error_of_a_work_comes_through_too_and_the_store_goes_on() {
    var why = new AssertionError("mine");

    assertThatThrownBy(
            () ->
                change(
                    tx -> {
                      tx.things().insert(thing("t1", 1));
                      throw why;
                    }))
        .isSameAs(why);

    change(tx -> tx.things().insert(thing("t1", 2)));
    assertFound(tx -> tx.things().find(T1)).contains(thing("t1", 2));
  }

  @Test
  default void a_look_must_change_nothing() {
    change(tx -> tx.jobs().insert(job("j1", 1), "{}"));

    assertLookRefuses(tx -> tx.things().insert(thing("t1", 1)));
    assertLookRefuses(tx -> tx.groups().insert(StoreSamples.group("g", 1)));
    assertLookRefuses(
        tx -> tx.memberships().leave(StoreSamples.groupId(1), StoreSamples.thingId(1)));
    assertLookRefuses(tx -> tx.certificates().detach("c", StoreSamples.thingId(1)));
    assertLookRefuses(tx -> tx.jobs().update(job("j1", 1).due(Optional.empty()), 1));
    assertLookRefuses(tx -> tx.executions().insert(execution(1, "j1", 1)));
    assertLookRefuses(tx -> tx.outbox().add(notice("t1")));
    assertFound(tx -> tx.jobs().find(new JobId("j1"))).contains(job("j1", 1));
  }

  private void assertLookRefuses(Consumer<Tx> change) {
    assertThatThrownBy(
            () ->
                store()
                    .read(
                        tx -> {
                          change.accept(tx);
                          return true;
                        }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void an_exception_of_a_look_comes_through_unchanged() {
    var why = new IllegalArgumentException("mine");

    assertThatThrownBy(
            () ->
                store()
                    .read(
                        _ -> {
                          throw why;
                        }))
        .isSameAs(why);
  }

  @Test
  default void a_work_must_not_enter_the_store_again() {
    assertThatThrownBy(() -> store().transact(_ -> store().transact(_ -> true)))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store().transact(_ -> store().read(_ -> true)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void a_tx_that_escaped_is_of_no_use() {
    var escaped = new AtomicReference<Tx>();
    store()
        .transact(
            tx -> {
              escaped.set(tx);
              return true;
            });

    assertThatThrownBy(() -> escaped.get().things().insert(thing("t1", 1)))
        .isInstanceOf(IllegalStateException.class);
    store()
        .read(
            tx -> {
              escaped.set(tx);
              return true;
            });
    assertThatThrownBy(() -> escaped.get().things().find(T1))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  default void a_work_may_answer_a_refused_row_and_go_on() {
    change(tx -> tx.things().insert(thing("t1", 1)));

    change(
        tx -> {
          assertThatThrownBy(() -> tx.things().insert(thing("t1", 2)))
              .isInstanceOf(IllegalStateException.class);
          tx.things().insert(thing("t2", 2));
        });

    assertListed(tx -> tx.things().list(Optional.empty(), 10))
        .containsExactly(thing("t1", 1), thing("t2", 2));
  }
}
