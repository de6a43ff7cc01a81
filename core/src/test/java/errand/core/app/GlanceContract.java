package errand.core.app;

import static errand.core.app.StoreSamples.detailed;
import static errand.core.app.StoreSamples.execution;
import static errand.core.app.StoreSamples.job;
import static errand.core.app.StoreSamples.moved;
import static errand.core.app.StoreSamples.running;
import static errand.core.app.StoreSamples.thing;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Status;
import errand.core.job.JobStatus;
import errand.core.job.Selection;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link Store#glance}: whatever a store keeps at hand, it shows what {@link Store#read} shows. */
interface GlanceContract extends ContractedStore {
  JobId J1 = new JobId("j1");
  ThingName SEEN = new ThingName("t1");

  /** All that can be seen of the thing t1 and the job j1. */
  record Seen(
      Optional<errand.core.fleet.Thing> thing,
      Optional<Execution> latest,
      Optional<Execution> first,
      List<Execution> pending,
      Optional<String> document) {
    static Seen by(Sight sight) {
      return new Seen(
          sight.thing(SEEN),
          sight.latest(thingId(1), J1),
          sight.execution(new ExecutionKey(thingId(1), J1, 1)),
          sight.pending(thingId(1), Namespace.NONE),
          sight.document(J1));
    }
  }

  private void assertSeenAlike() {
    for (int time = 0; time < 2; time++) {
      assertThat(store().<Seen>glance(Seen::by))
          .isEqualTo(store().read(tx -> Seen.by(new TxSight(tx))));
    }
  }

  @Test
  default void a_glance_sees_each_transaction_that_returned_before() {
    Execution first = execution(1, "j1", 1);
    Execution begun = running(first, StoreSamples.T0.plusSeconds(9));
    Execution told = detailed(begun, Map.of("step", "one"));
    Execution over = moved(told, Status.SUCCEEDED);
    Execution second = execution(new ExecutionKey(thingId(1), J1, 2), 5);

    assertSeenAlike();
    change(tx -> tx.things().insert(thing("t1", 1)));
    assertSeenAlike();
    change(tx -> tx.jobs().insert(job("j1", 1), "{\"a\":1}"));
    assertSeenAlike();
    change(tx -> tx.executions().insert(first));
    assertSeenAlike();
    change(tx -> tx.executions().update(begun, Status.QUEUED, 1));
    assertSeenAlike();
    change(tx -> tx.executions().update(told, Status.IN_PROGRESS, 2));
    assertSeenAlike();
    change(tx -> tx.executions().update(over, Status.IN_PROGRESS, 3));
    assertSeenAlike();
    change(tx -> tx.executions().insert(second));
    assertSeenAlike();
    change(tx -> tx.history().delete(second.key()));
    assertSeenAlike();
    change(tx -> tx.things().delete(SEEN));
    assertSeenAlike();
    change(tx -> tx.jobs().delete(J1));
    assertSeenAlike();
  }

  @Test
  default void a_glance_hides_what_waits_for_a_job_that_is_not_open() {
    change(
        tx -> {
          tx.jobs().insert(job("j1", 1, JobStatus.SCHEDULED, Selection.SNAPSHOT), "{}");
          tx.jobs().insert(job("j2", 2), "{}");
          tx.executions().insert(execution(1, "j1", 1));
          tx.executions().insert(execution(1, "j2", 2));
        });

    for (int time = 0; time < 2; time++) {
      assertThat(
              store().<List<Execution>>glance(sight -> sight.pending(thingId(1), Namespace.NONE)))
          .containsExactly(execution(1, "j2", 2));
    }
  }

  @Test
  default void a_work_that_throws_leaves_nothing_to_glance_at() {
    change(tx -> tx.things().insert(thing("t1", 1)));
    change(tx -> tx.jobs().insert(job("j1", 1), "{}"));
    change(tx -> tx.executions().insert(execution(1, "j1", 1)));
    assertSeenAlike();

    assertThatThrownBy(
            () ->
                change(
                    tx -> {
                      Execution loaded = tx.executions().latest(thingId(1), J1).orElseThrow();
                      tx.executions()
                          .update(moved(loaded, Status.FAILED), Status.QUEUED, loaded.version());
                      tx.things().delete(SEEN);
                      throw new ArithmeticException("mine");
                    }))
        .isInstanceOf(ArithmeticException.class);

    assertSeenAlike();
    assertThat(store().<Optional<Execution>>glance(sight -> sight.latest(thingId(1), J1)))
        .contains(execution(1, "j1", 1));
  }

  @Test
  default void a_work_sees_its_own_changes_and_a_lost_race_is_told() {
    Execution first = execution(1, "j1", 1);
    Execution begun = running(first, StoreSamples.T0.plusSeconds(9));
    change(tx -> tx.executions().insert(first));

    change(
        tx -> {
          assertThat(tx.executions().latest(thingId(1), J1)).contains(first);
          assertThat(tx.executions().update(begun, Status.QUEUED, 1)).isTrue();
          assertThat(tx.executions().latest(thingId(1), J1)).contains(begun);
          assertThat(tx.executions().find(first.key())).contains(begun);
          assertThat(tx.executions().pending(thingId(1), Namespace.NONE)).containsExactly(begun);
          assertThat(tx.executions().update(begun, Status.QUEUED, 1)).isFalse();
          assertThat(tx.executions().latest(thingId(1), J1)).contains(begun);
        });
  }

  @Test
  default void an_exception_of_a_glance_comes_through_unchanged() {
    var why = new IllegalArgumentException("mine");

    for (int time = 0; time < 2; time++) {
      assertThatThrownBy(
              () ->
                  store()
                      .glance(
                          sight -> {
                            if (sight.thing(SEEN).isEmpty()) {
                              throw why;
                            }
                            return true;
                          }))
          .isSameAs(why);
    }
  }

  @Test
  default void a_work_must_not_glance_at_the_store() {
    assertThatThrownBy(() -> store().transact(_ -> store().glance(_ -> true)))
        .isInstanceOf(IllegalStateException.class);
  }
}
