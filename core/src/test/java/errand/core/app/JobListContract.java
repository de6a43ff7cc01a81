package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.job;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.JobRows.Filter;
import errand.core.job.JobStatus;
import errand.core.job.Selection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The lists of {@link JobRows}. */
interface JobListContract extends ContractedStore {
  /** j1 to j8, orders 10 to 80: IN_PROGRESS but the even ones, SNAPSHOT but those above j4. */
  private void insertEight() {
    change(
        tx -> {
          for (int n : List.of(3, 8, 1, 6, 2, 7, 4, 5)) {
            var status = n % 2 == 0 ? JobStatus.SCHEDULED : JobStatus.IN_PROGRESS;
            var selection = n > 4 ? Selection.CONTINUOUS : Selection.SNAPSHOT;
            tx.jobs().insert(job("j" + n, n * 10L, status, selection), "{}");
          }
        });
  }

  @Test
  default void jobs_are_listed_newest_first_below_an_order() {
    insertEight();

    assertThat(orders(Filter.ALL, Optional.empty(), 3)).containsExactly(80L, 70L, 60L);
    assertThat(orders(Filter.ALL, Optional.of(60L), 2)).containsExactly(50L, 40L);
    assertThat(orders(Filter.ALL, Optional.of(61L), 1)).containsExactly(60L);
    assertThat(orders(Filter.ALL, Optional.of(20L), 9)).containsExactly(10L);
    assertThat(orders(Filter.ALL, Optional.of(10L), 9)).isEmpty();
  }

  @Test
  default void jobs_are_filtered_by_status_by_selection_and_by_both() {
    insertEight();
    var scheduled = Optional.of(JobStatus.SCHEDULED);
    var snapshot = Optional.of(Selection.SNAPSHOT);

    var byStatus = new Filter(scheduled, Optional.empty());
    assertThat(orders(byStatus, Optional.empty(), 9)).containsExactly(80L, 60L, 40L, 20L);
    assertThat(orders(byStatus, Optional.of(60L), 1)).containsExactly(40L);

    var bySelection = new Filter(Optional.empty(), snapshot);
    assertThat(orders(bySelection, Optional.empty(), 9)).containsExactly(40L, 30L, 20L, 10L);
    assertThat(orders(bySelection, Optional.of(30L), 1)).containsExactly(20L);

    var byBoth = new Filter(scheduled, snapshot);
    assertThat(orders(byBoth, Optional.empty(), 9)).containsExactly(40L, 20L);
    assertThat(orders(byBoth, Optional.of(40L), 9)).containsExactly(20L);
    var none = new Filter(Optional.of(JobStatus.CANCELED), snapshot);
    assertThat(orders(none, Optional.empty(), 9)).isEmpty();
  }

  @Test
  default void a_job_whose_status_changed_is_listed_under_the_new_one() {
    var before = job("j1", 10, JobStatus.SCHEDULED, Selection.SNAPSHOT);
    var begun = job("j1", 10).due(Optional.empty());
    change(tx -> tx.jobs().insert(before, "{}"));
    change(tx -> tx.jobs().update(begun, 1));

    var scheduled = new Filter(Optional.of(JobStatus.SCHEDULED), Optional.empty());
    var inProgress = new Filter(Optional.of(JobStatus.IN_PROGRESS), Optional.empty());
    assertThat(orders(scheduled, Optional.empty(), 9)).isEmpty();
    assertThat(orders(inProgress, Optional.empty(), 9)).containsExactly(10L);
  }

  private List<Long> orders(Filter filter, Optional<Long> below, int limit) {
    return store().read(tx -> tx.jobs().list(filter, below, limit)).stream()
        .map(job -> job.life().order())
        .toList();
  }

  @Test
  default void jobs_are_due_at_their_instant_longest_due_first() {
    change(
        tx -> {
          for (int n : List.of(2, 4, 1, 3)) {
            tx.jobs().insert(job("j" + n, n).due(Optional.of(T0.plusMillis(n))), "{}");
          }
          tx.jobs().insert(job("j5", 5), "{}");
        });

    assertThat(due(T0, 9)).isEmpty();
    assertThat(due(T0.plusMillis(3), 9)).containsExactly("j1", "j2", "j3");
    assertThat(due(T0.plusMillis(9), 2)).containsExactly("j1", "j2");

    change(tx -> tx.jobs().update(job("j1", 1).due(Optional.empty()).due(Optional.empty()), 2));
    assertThat(due(T0.plusMillis(9), 9)).containsExactly("j2", "j3", "j4");
  }

  private List<String> due(Instant now, int limit) {
    return store().transact(tx -> tx.jobs().due(now, limit)).stream()
        .map(job -> job.id().text())
        .toList();
  }
}
