package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.groupId;
import static errand.core.app.StoreSamples.job;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.JobRows.Filter;
import errand.core.fleet.GroupId;
import errand.core.job.Counts;
import errand.core.job.Job;
import errand.core.job.JobCommand;
import errand.core.job.JobStatus;
import errand.core.job.JobVerdict;
import errand.core.job.Jobs;
import errand.core.job.Plan;
import errand.core.job.Selection;
import errand.core.job.Target;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
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

  /** j1 to j8 for the groups 1 and 2, for group 2, or for a thing, in three namespaces. */
  private void insertForGroups() {
    change(
        tx -> {
          for (int n = 1; n <= 8; n++) {
            var status = n > 6 ? JobStatus.SCHEDULED : JobStatus.IN_PROGRESS;
            var selection = n % 2 == 0 ? Selection.CONTINUOUS : Selection.SNAPSHOT;
            var targets =
                switch (n % 3) {
                  case 0 -> List.of(whole(1), whole(2));
                  case 1 -> List.of(whole(2));
                  default -> List.<Target>of(new Target.OneThing(new ThingName("t"), thingId(1)));
                };
            var namespace = n > 4 ? new Namespace("ns" + n % 2) : Namespace.NONE;
            tx.jobs().insert(planned("j" + n, n * 10L, status, selection, namespace, targets), "");
          }
        });
  }

  private static Target whole(long group) {
    return new Target.WholeGroup(new GroupName("g" + group), groupId(group));
  }

  private static Job planned(
      String id,
      long order,
      JobStatus status,
      Selection selection,
      Namespace namespace,
      List<Target> targets) {
    var plain = job(id, order, status, selection);
    var plan =
        new Plan(
            namespace,
            targets,
            List.of(),
            selection,
            plain.plan().schedule(),
            plain.plan().source());
    return new Job(
        plain.id(),
        plan,
        plain.terms(),
        plain.life(),
        plain.progress(),
        plain.chores(),
        plain.due(),
        1);
  }

  @Test
  default void jobs_are_filtered_by_the_groups_they_are_for() {
    insertForGroups();

    assertThat(orders(Filter.ALL.in(groupId(2)), Optional.empty(), 9))
        .containsExactly(70L, 60L, 40L, 30L, 10L);
    assertThat(orders(Filter.ALL.in(groupId(2)), Optional.of(60L), 2)).containsExactly(40L, 30L);
    assertThat(orders(Filter.ALL.in(groupId(1)), Optional.empty(), 9)).containsExactly(60L, 30L);
    assertThat(orders(Filter.ALL.in(groupId(3)), Optional.empty(), 9)).isEmpty();

    var scheduled = new Filter(Optional.of(JobStatus.SCHEDULED), Optional.empty());
    var snapshot = new Filter(Optional.empty(), Optional.of(Selection.SNAPSHOT));
    assertThat(orders(scheduled.in(groupId(2)), Optional.empty(), 9)).containsExactly(70L);
    assertThat(orders(snapshot.in(groupId(2)), Optional.empty(), 9)).containsExactly(70L, 30L, 10L);
  }

  @Test
  default void jobs_are_filtered_by_namespace_and_by_all_at_once() {
    insertForGroups();
    var none = Optional.<GroupId>empty();
    var odd = Optional.of(new Namespace("ns1"));

    var ofNone = new Filter(Optional.empty(), Optional.empty(), Optional.of(Namespace.NONE), none);
    assertThat(orders(ofNone, Optional.empty(), 9)).containsExactly(40L, 30L, 20L, 10L);
    var byNamespace = new Filter(Optional.empty(), Optional.empty(), odd, none);
    assertThat(orders(byNamespace, Optional.empty(), 9)).containsExactly(70L, 50L);
    assertThat(orders(byNamespace, Optional.of(70L), 1)).containsExactly(50L);
    assertThat(orders(byNamespace.in(groupId(2)), Optional.empty(), 9)).containsExactly(70L);

    var byAll =
        new Filter(
            Optional.of(JobStatus.SCHEDULED),
            Optional.of(Selection.SNAPSHOT),
            odd,
            Optional.of(groupId(2)));
    assertThat(orders(byAll, Optional.empty(), 9)).containsExactly(70L);
    assertThat(orders(byAll, Optional.of(70L), 9)).isEmpty();
  }

  @Test
  default void a_job_is_listed_for_groups_added_later_and_for_none_when_it_is_gone() {
    var before =
        planned(
            "j1",
            10,
            JobStatus.IN_PROGRESS,
            Selection.CONTINUOUS,
            Namespace.NONE,
            List.of(whole(1)));
    var command = new JobCommand.Associate(List.of(whole(2)), Optional.empty(), 90, 2);
    change(tx -> tx.jobs().insert(before, "{}"));
    var verdict = (JobVerdict.Accepted) Jobs.decide(before, Counts.NONE, command, T0);
    var after = Jobs.evolve(before, verdict.facts().getFirst());
    change(tx -> tx.jobs().update(after, 1));

    assertThat(orders(Filter.ALL.in(groupId(1)), Optional.empty(), 9)).containsExactly(10L);
    assertThat(orders(Filter.ALL.in(groupId(2)), Optional.empty(), 9)).containsExactly(10L);
    var canceled = new JobCommand.Cancel(false, Optional.empty(), Optional.empty());
    var accepted = (JobVerdict.Accepted) Jobs.decide(after, Counts.NONE, canceled, T0);
    var over = Jobs.evolve(after, accepted.facts().getFirst());
    change(tx -> tx.jobs().update(over, after.version()));
    var inProgress = new Filter(Optional.of(JobStatus.IN_PROGRESS), Optional.empty());
    var called = new Filter(Optional.of(JobStatus.CANCELED), Optional.empty());
    assertThat(orders(inProgress.in(groupId(2)), Optional.empty(), 9)).isEmpty();
    assertThat(orders(called.in(groupId(2)), Optional.empty(), 9)).containsExactly(10L);

    change(tx -> tx.jobs().delete(new JobId("j1")));
    assertThat(orders(Filter.ALL.in(groupId(1)), Optional.empty(), 9)).isEmpty();
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
