package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.execution;
import static errand.core.app.StoreSamples.moved;
import static errand.core.app.StoreSamples.running;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.CounterRows.Step;
import errand.core.app.ExecutionRows.Place;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Status;
import errand.core.fleet.ThingId;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The lists of {@link ExecutionRows}. */
interface ExecutionListContract extends ContractedStore {
  JobId LISTED = new JobId("j1");
  List<Status> STATUSES = List.of(Status.values());

  @Test
  default void executions_of_a_job_are_listed_newest_first_whatever_their_status() {
    var all = new ArrayList<Execution>();
    change(
        tx -> {
          for (int n = 0; n < 24; n++) {
            Status status = STATUSES.get(n % 8);
            var execution = moved(execution(n, "j1", 100 + n), status);
            tx.executions().insert(execution);
            all.addFirst(execution);
            tx.executions().insert(moved(execution(n, "j2", 100 + n), status));
          }
        });

    assertThat(list(Optional.empty(), Optional.empty(), 100)).isEqualTo(all);
    assertThat(list(Optional.empty(), Optional.empty(), 5)).isEqualTo(all.subList(0, 5));
    assertThat(list(Optional.empty(), Optional.of(new Place(105, thingId(5))), 3))
        .isEqualTo(all.subList(19, 22));
    assertThat(list(Optional.of(Status.FAILED), Optional.empty(), 2))
        .extracting(each -> each.origin().order())
        .containsExactly(119L, 111L);
    assertThat(list(Optional.of(Status.FAILED), Optional.of(new Place(111, thingId(11))), 2))
        .extracting(each -> each.origin().order())
        .containsExactly(103L);
  }

  @Test
  default void pages_lose_and_repeat_nothing_also_where_orders_are_equal() {
    change(
        tx -> {
          for (int n = 0; n < 20; n++) {
            Status status = STATUSES.get(n % 3);
            tx.executions().insert(moved(execution(n, "j1", n / 7), status));
          }
        });

    var seen = new ArrayList<Execution>();
    Optional<Place> below = Optional.empty();
    List<Execution> page = list(Optional.empty(), below, 3);
    while (!page.isEmpty()) {
      seen.addAll(page);
      Execution last = page.getLast();
      page = list(Optional.empty(), Optional.of(place(last)), 3);
    }

    assertThat(seen).hasSize(20).doesNotHaveDuplicates();
    assertThat(seen).isEqualTo(list(Optional.empty(), Optional.empty(), 100));
  }

  @Test
  default void the_history_of_a_thing_goes_from_new_to_old_whether_pending_or_over() {
    var all = new ArrayList<Execution>();
    change(
        tx -> {
          for (int n = 0; n < 24; n++) {
            Status status = STATUSES.get(n % 8);
            var placed = moved(execution(1, "j" + n, 100 + n), status);
            tx.executions().insert(placed);
            tx.executions().insert(moved(execution(2, "j" + n, 100 + n), status));
            all.addFirst(placed);
          }
        });

    var everything = new HistoryRows.Filter(Optional.empty(), Optional.empty(), Optional.empty());
    assertThat(history(everything, Optional.empty(), 100)).isEqualTo(all);
    assertThat(history(everything, Optional.of(110L), 4)).isEqualTo(all.subList(14, 18));
    var failed =
        new HistoryRows.Filter(Optional.of(Status.FAILED), Optional.empty(), Optional.empty());
    assertThat(history(failed, Optional.of(119L), 2))
        .extracting(each -> each.origin().order())
        .containsExactly(111L, 103L);
    var ofJob =
        new HistoryRows.Filter(
            Optional.empty(), Optional.of(new JobId("j7")), Optional.of(Namespace.NONE));
    assertThat(history(ofJob, Optional.empty(), 5)).isEqualTo(List.of(all.get(16)));
  }

  private List<Execution> history(HistoryRows.Filter filter, Optional<Long> below, int limit) {
    return store().read(tx -> tx.history().list(thingId(1), filter, below, limit));
  }

  private static Place place(Execution execution) {
    return new Place(execution.origin().order(), execution.key().thing());
  }

  @Test
  default void things_of_one_order_come_by_the_bytes_of_their_ids_highest_first() {
    var low = new ThingId(new UUID(1, 1));
    var high = new ThingId(new UUID(-1, 0));
    var middle = new ThingId(new UUID(1, -1));
    change(
        tx -> {
          for (ThingId thing : List.of(middle, low, high)) {
            var key = new ExecutionKey(thing, LISTED, 1);
            var named = execution(1, "j1", 5);
            tx.executions().insert(rekeyed(named, key));
          }
        });

    assertThat(list(Optional.empty(), Optional.empty(), 9))
        .extracting(each -> each.key().thing())
        .containsExactly(high, middle, low);
    assertThat(list(Optional.empty(), Optional.of(new Place(5, high)), 1))
        .extracting(each -> each.key().thing())
        .containsExactly(middle);
  }

  private static Execution rekeyed(Execution from, ExecutionKey key) {
    return new Execution(
        key,
        from.thing(),
        from.origin(),
        from.status(),
        from.details(),
        from.times(),
        from.deadlines(),
        from.version(),
        from.forced());
  }

  @Test
  default void an_execution_that_moved_is_listed_under_its_new_status() {
    var queued = execution(1, "j1", 1);
    var ended = moved(queued, Status.SUCCEEDED);
    change(tx -> tx.executions().insert(queued));
    change(tx -> tx.executions().update(ended, Status.QUEUED, 1));

    assertThat(list(Optional.of(Status.QUEUED), Optional.empty(), 9)).isEmpty();
    assertThat(list(Optional.of(Status.SUCCEEDED), Optional.empty(), 9)).containsExactly(ended);
    assertThat(list(Optional.empty(), Optional.empty(), 9)).containsExactly(ended);
  }

  private List<Execution> list(Optional<Status> status, Optional<Place> below, int limit) {
    return store().read(tx -> tx.executions().list(LISTED, status, below, limit));
  }

  @Test
  default void executions_are_due_at_their_instant_longest_due_first() {
    change(
        tx -> {
          for (int n : List.of(2, 4, 1, 3)) {
            tx.executions().insert(running(execution(n, "j1", n), T0.plusMillis(n)));
          }
          tx.executions().insert(execution(5, "j1", 5));
        });

    assertListed(tx -> tx.executions().due(T0, 9)).isEmpty();
    assertListed(tx -> tx.executions().due(T0.plusMillis(3), 9))
        .extracting(each -> each.origin().order())
        .containsExactly(1L, 2L, 3L);
    assertListed(tx -> tx.executions().due(T0.plusMillis(9), 2))
        .extracting(each -> each.origin().order())
        .containsExactly(1L, 2L);
  }

  @Test
  default void the_steps_of_a_job_are_counted_by_slots_of_time() {
    var slot = Duration.ofSeconds(2);
    change(
        tx -> {
          tx.executions().insert(execution(1, "j1", 1)); // placed at T0, waits
          tx.executions().insert(moved(execution(2, "j1", 2), Status.IN_PROGRESS)); // from T0 + 1 s
          tx.executions().insert(moved(execution(3, "j1", 3), Status.FAILED)); // over at T0 + 2 s
          tx.executions().insert(moved(execution(4, "j2", 4), Status.FAILED));
        });

    assertListed(tx -> tx.counters().steps(LISTED, T0, slot))
        .containsExactlyInAnyOrder(
            new Step(Optional.empty(), Status.QUEUED, 0, 3),
            new Step(Optional.of(Status.QUEUED), Status.IN_PROGRESS, 0, 2),
            new Step(Optional.of(Status.IN_PROGRESS), Status.FAILED, 1, 1));
    assertListed(tx -> tx.counters().steps(LISTED, T0.plusMillis(1), slot))
        .extracting(Step::slot)
        .containsExactlyInAnyOrder(-1L, 0L, 0L);
  }
}
