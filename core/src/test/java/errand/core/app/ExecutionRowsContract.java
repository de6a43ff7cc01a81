package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.detailed;
import static errand.core.app.StoreSamples.execution;
import static errand.core.app.StoreSamples.moved;
import static errand.core.app.StoreSamples.running;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.execution.Deadlines;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Origin;
import errand.core.execution.Status;
import errand.core.execution.StatusDetails;
import errand.core.execution.Times;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link ExecutionRows} but for its lists. */
interface ExecutionRowsContract extends ContractedStore {
  @Test
  default void a_full_execution_comes_back_whole_with_its_details_in_order() {
    var details = new LinkedHashMap<String, String>();
    details.put("z", "Ä \"1\"\n");
    details.put("a", "2");
    var execution =
        new Execution(
            new ExecutionKey(thingId(1), new JobId("j1"), 3),
            new ThingName("t1"),
            new Origin(new Namespace("greengrass"), 2, T0, 77),
            Status.IN_PROGRESS,
            new StatusDetails(details),
            new Times(Optional.of(T0.plusMillis(1)), T0.plusMillis(2)),
            new Deadlines(Optional.of(T0.plusMillis(9)), Optional.of(T0.plusMillis(3))),
            5,
            true);

    change(tx -> tx.executions().insert(execution));

    Execution found = store().read(tx -> tx.executions().find(execution.key()).orElseThrow());
    assertThat(found).isEqualTo(execution);
    assertThat(found.details().pairs().keySet()).containsExactly("z", "a");
  }

  @Test
  default void a_second_execution_of_a_key_is_refused_and_an_unknown_one_not_found() {
    change(tx -> tx.executions().insert(execution(1, "j1", 1)));

    assertThatThrownBy(() -> change(tx -> tx.executions().insert(execution(1, "j1", 2))))
        .isInstanceOf(IllegalStateException.class);
    var other = execution(2, "j1", 1);
    assertFound(tx -> tx.executions().find(other.key())).isEmpty();
    assertFound(tx -> tx.executions().latest(thingId(2), other.job())).isEmpty();
    assertListed(tx -> tx.executions().attempts(thingId(2), other.job())).isEmpty();
  }

  @Test
  default void attempts_come_highest_number_first_and_the_latest_is_the_first_of_them() {
    var job = new JobId("j1");
    var numbers = List.of(2L, 10L, 1L, 9L);
    change(
        tx -> {
          for (long number : numbers) {
            var key = new ExecutionKey(thingId(1), job, number);
            tx.executions().insert(moved(execution(key, number), Status.FAILED));
          }
          tx.executions().insert(execution(1, "j0", 50));
          tx.executions().insert(execution(1, "j2", 51));
          tx.executions().insert(execution(2, "j1", 52));
        });

    List<Execution> attempts = store().read(tx -> tx.executions().attempts(thingId(1), job));
    assertThat(attempts).extracting(each -> each.key().number()).containsExactly(10L, 9L, 2L, 1L);
    assertFound(tx -> tx.executions().latest(thingId(1), job)).contains(attempts.getFirst());
  }

  @Test
  default void the_queue_has_what_is_pending_of_one_thing_in_one_namespace() {
    var queued = execution(1, "j1", 1);
    var running = running(execution(1, "j2", 2), T0);
    var key = new ExecutionKey(thingId(1), new JobId("j4"), 1);
    var deployment = inNamespace(execution(key, 4), "greengrass");
    change(
        tx -> {
          tx.executions().insert(queued);
          tx.executions().insert(running);
          tx.executions().insert(moved(execution(1, "j3", 3), Status.SUCCEEDED));
          tx.executions().insert(deployment);
          tx.executions().insert(execution(2, "j1", 5));
        });

    assertThat(pending(1, Namespace.NONE)).containsExactlyInAnyOrder(queued, running);
    assertThat(pending(1, new Namespace("greengrass"))).containsExactly(deployment);
    assertThat(pending(3, Namespace.NONE)).isEmpty();
  }

  private static Execution inNamespace(Execution from, String namespace) {
    return new Execution(
        from.key(),
        from.thing(),
        new Origin(new Namespace(namespace), 0, T0, from.origin().order()),
        from.status(),
        from.details(),
        from.times(),
        from.deadlines(),
        from.version(),
        from.forced());
  }

  private List<Execution> pending(long thing, Namespace namespace) {
    return store().read(tx -> tx.executions().pending(thingId(thing), namespace));
  }

  @Test
  default void an_execution_is_followed_through_its_life() {
    var queued = execution(1, "j1", 1);
    var running = running(queued, T0.plusSeconds(60));
    var reported = detailed(running, Map.of("step", "1"));
    var moreTime = running(reported, T0.plusSeconds(90));
    var ended = moved(moreTime, Status.SUCCEEDED);
    change(tx -> tx.executions().insert(queued));

    for (var step : List.of(running, reported, moreTime, ended)) {
      Execution before = store().read(tx -> tx.executions().find(queued.key()).orElseThrow());
      boolean saved =
          store().transact(tx -> tx.executions().update(step, before.status(), before.version()));

      assertThat(saved).isTrue();
      assertFound(tx -> tx.executions().find(queued.key())).contains(step);
      assertThat(pending(1, Namespace.NONE)).isEqualTo(step.pending() ? List.of(step) : List.of());
      assertThat(due(step)).isEqualTo(step.deadlines().due().isPresent() ? 1 : 0);
    }
  }

  private int due(Execution step) {
    var at = step.deadlines().due().orElse(T0.plusSeconds(999));
    return store().<Integer>read(tx -> tx.executions().due(at, 10).size());
  }

  @Test
  default void a_change_over_another_status_or_version_is_not_saved() {
    var queued = execution(1, "j1", 1);
    var running = running(queued, T0);
    change(tx -> tx.executions().insert(queued));

    assertThat(saved(running, Status.QUEUED, 2)).isFalse();
    assertThat(saved(running, Status.IN_PROGRESS, 1)).isFalse();
    assertThat(saved(moved(queued, Status.CANCELED), Status.IN_PROGRESS, 1)).isFalse();
    assertThat(saved(running(execution(2, "j1", 1), T0), Status.QUEUED, 1)).isFalse();

    assertFound(tx -> tx.executions().find(queued.key())).contains(queued);
    assertFound(tx -> tx.executions().find(execution(2, "j1", 1).key())).isEmpty();
  }

  private boolean saved(Execution execution, Status loadedStatus, int loadedVersion) {
    return store().transact(tx -> tx.executions().update(execution, loadedStatus, loadedVersion));
  }
}
