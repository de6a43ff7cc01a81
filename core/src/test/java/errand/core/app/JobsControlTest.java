package errand.core.app;

import static errand.core.app.Fleet.T0;
import static errand.core.app.Fleet.forGroups;
import static errand.core.app.Fleet.forThings;
import static errand.core.app.Fleet.given;
import static errand.core.app.Fleet.newJob;
import static errand.core.app.Fleet.refused;
import static errand.core.app.Fleet.with;
import static errand.core.execution.Status.FAILED;
import static errand.core.execution.Status.IN_PROGRESS;
import static errand.core.execution.Status.QUEUED;
import static errand.core.execution.Status.SUCCEEDED;
import static errand.core.job.TermsSample.terms;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.ControlRefusal.Why;
import errand.core.app.ExecutionRows.Place;
import errand.core.app.ExecutionsControl.Seen;
import errand.core.app.JobsControl.Described;
import errand.core.app.JobsControl.TargetName;
import errand.core.execution.Execution;
import errand.core.job.Counts;
import errand.core.job.FailureType;
import errand.core.job.Job;
import errand.core.job.JobStatus;
import errand.core.job.Life;
import errand.core.job.Plan;
import errand.core.job.RetryRule;
import errand.core.job.Selection;
import errand.core.job.Target;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.ThingName;
import errand.core.rollout.Progress;
import errand.core.schedule.Schedule;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What operators ask of jobs, cancelling aside (see {@link CancelTest}): control-plane 2. */
class JobsControlTest {
  private static final int ALL = 250;

  private final Fleet fleet = new Fleet();

  @BeforeEach
  void things() {
    fleet.things("t1", "t2", "t3");
    fleet.group("g");
  }

  @AfterEach
  void counters_equal_rows() {
    fleet.checkCounters();
  }

  @Test
  void a_new_job_is_in_progress_and_due_and_has_no_executions_yet() {
    var wanted =
        newJob(
            "j1",
            List.of(
                new TargetName.OfGroup(new GroupName("g")),
                new TargetName.OfThing(new ThingName("t1"))));

    Job job = given(fleet.control.create(wanted));

    var group = given(fleet.groups.describe(new GroupName("g"))).group();
    var thing = given(fleet.things.describe(new ThingName("t1")));
    assertThat(job)
        .isEqualTo(
            new Job(
                new JobId("j1"),
                new Plan(
                    Namespace.NONE,
                    List.of(
                        new Target.WholeGroup(group.name(), group.id()),
                        new Target.OneThing(thing.name(), thing.id())),
                    List.of(),
                    Selection.SNAPSHOT,
                    Schedule.NONE,
                    Plan.Source.REQUEST),
                wanted.terms(),
                Life.begun(JobStatus.IN_PROGRESS, T0, job.life().order()),
                Progress.NOT_BEGUN,
                List.of(),
                Optional.of(T0),
                1));
    assertThat(given(fleet.control.describe(new JobId("j1"))))
        .isEqualTo(new Described(job, Counts.NONE, Optional.empty(), T0));
    assertThat(fleet.bell.due).hasValue(1);
    assertThat(fleet.owed()).isEmpty();
  }

  @Test
  void a_job_id_in_use_is_refused_even_for_the_same_job() {
    fleet.create(forThings("j1", "t1"));
    Job first = fleet.job("j1");

    assertThat(refused(fleet.control.create(forThings("j1", "t1"))))
        .isEqualTo(
            new ControlRefusal(Why.ALREADY_EXISTS, "Job j1 already exists.", Optional.of("j1")));
    assertThat(fleet.job("j1")).isEqualTo(first);
  }

  @Test
  void one_missing_target_refuses_the_whole_job() {
    assertThat(refused(fleet.control.create(forThings("j1", "t1", "nobody"))).why())
        .isEqualTo(Why.NOT_FOUND);
    assertThat(refused(fleet.control.create(forGroups("j1", "g", "nowhere"))).why())
        .isEqualTo(Why.NOT_FOUND);
    assertThat(refused(fleet.control.describe(new JobId("j1"))).why()).isEqualTo(Why.NOT_FOUND);
    fleet.beat();
    assertThat(fleet.queue("t1")).isEmpty();
  }

  @Test
  void a_target_named_twice_is_one_target() {
    fleet.create(forThings("j1", "t1", "t2", "t1"));

    assertThat(fleet.job("j1").plan().targets()).hasSize(2);
  }

  @Test
  void a_job_is_described_with_its_counters() {
    fleet.rollOut(forThings("j1", "t1", "t2", "t3"));
    fleet.startNext("t1");
    fleet.report("t2", "j1", FAILED);

    assertThat(fleet.counts("j1").byStatus())
        .isEqualTo(Map.of(QUEUED, 1L, IN_PROGRESS, 1L, FAILED, 1L));
  }

  @Test
  void a_job_that_does_not_exist_is_not_found() {
    var none = new ControlRefusal(Why.NOT_FOUND, "Job j9 cannot be found.");
    var id = new JobId("j9");

    assertThat(refused(fleet.control.describe(id))).isEqualTo(none);
    assertThat(refused(fleet.control.document(id))).isEqualTo(none);
    assertThat(refused(fleet.executions.ofJob(id, Optional.empty(), Optional.empty(), ALL)))
        .isEqualTo(none);
  }

  @Test
  void the_document_is_given_as_it_came() {
    fleet.create(forThings("j1", "t1"));

    assertThat(given(fleet.control.document(new JobId("j1")))).isEqualTo("{\"job\":\"j1\"}");
  }

  @Test
  void jobs_are_listed_newest_first_in_pages() {
    for (String id : List.of("j1", "j2", "j3", "j4", "j5")) {
      fleet.create(forThings(id, "t1"));
    }

    var first = fleet.control.list(JobRows.Filter.ALL, Optional.empty(), 2);
    var second = fleet.control.list(JobRows.Filter.ALL, below(first), 2);
    var third = fleet.control.list(JobRows.Filter.ALL, below(second), 2);

    assertThat(first).isEqualTo(page(true, "j5", "j4"));
    assertThat(second).isEqualTo(page(true, "j3", "j2"));
    assertThat(third).isEqualTo(page(false, "j1"));
    assertThat(fleet.control.list(JobRows.Filter.ALL, Optional.empty(), 5).more()).isFalse();
  }

  @Test
  void jobs_are_filtered_by_status_and_selection() {
    fleet.create(forThings("running", "t1"));
    fleet.create(Fleet.continuous(forThings("endless", "t1")));
    fleet.create(forGroups("empty", "g"));
    fleet.beat();

    assertThat(listed(Optional.of(JobStatus.COMPLETED), Optional.empty())).containsExactly("empty");
    assertThat(listed(Optional.of(JobStatus.IN_PROGRESS), Optional.empty()))
        .containsExactly("endless", "running");
    assertThat(listed(Optional.empty(), Optional.of(Selection.CONTINUOUS)))
        .containsExactly("endless");
    assertThat(listed(Optional.of(JobStatus.IN_PROGRESS), Optional.of(Selection.SNAPSHOT)))
        .containsExactly("running");
  }

  @Test
  void executions_are_listed_newest_first_in_pages() {
    fleet.rollOut(forThings("j1", "t1", "t2", "t3"));
    var id = new JobId("j1");

    var first = given(fleet.executions.ofJob(id, Optional.empty(), Optional.empty(), 2));
    Execution last = first.items().getLast();
    var place = new Place(last.origin().order(), last.key().thing());
    var second = given(fleet.executions.ofJob(id, Optional.empty(), Optional.of(place), 2));

    assertThat(first)
        .isEqualTo(
            new Page<>(List.of(fleet.execution("t3", "j1"), fleet.execution("t2", "j1")), true));
    assertThat(second).isEqualTo(new Page<>(List.of(fleet.execution("t1", "j1")), false));
  }

  @Test
  void executions_are_filtered_by_status() {
    fleet.rollOut(forThings("j1", "t1", "t2", "t3"));
    fleet.report("t2", "j1", SUCCEEDED);

    var page =
        given(
            fleet.executions.ofJob(new JobId("j1"), Optional.of(SUCCEEDED), Optional.empty(), ALL));

    assertThat(page).isEqualTo(new Page<>(List.of(fleet.execution("t2", "j1")), false));
  }

  @Test
  void an_execution_is_described_in_any_state_and_by_number() {
    fleet.rollOut(
        with(terms().retry(new RetryRule(FailureType.FAILED, 1)).get(), forThings("j1", "t1")));
    fleet.report("t1", "j1", FAILED);

    assertThat(described("t1", "j1", OptionalLong.of(1)).execution().status()).isEqualTo(FAILED);
    assertThat(described("t1", "j1", OptionalLong.of(2)).execution().status()).isEqualTo(QUEUED);
    assertThat(described("t1", "j1", OptionalLong.empty()))
        .isEqualTo(described("t1", "j1", OptionalLong.of(2)));
    assertThat(described("t1", "j1", OptionalLong.empty()).now()).isEqualTo(T0);
  }

  @ParameterizedTest
  @ValueSource(longs = {2, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE})
  void another_execution_number_is_not_found(long number) {
    fleet.rollOut(forThings("j1", "t1"));

    var answer =
        fleet.executions.describe(new ThingName("t1"), new JobId("j1"), OptionalLong.of(number));

    assertThat(refused(answer).why()).isEqualTo(Why.NOT_FOUND);
  }

  @Test
  void an_execution_of_another_thing_or_job_is_not_found() {
    fleet.rollOut(forThings("j1", "t1"));

    for (String thing : List.of("t2", "nobody")) {
      var answer =
          fleet.executions.describe(new ThingName(thing), new JobId("j1"), OptionalLong.empty());
      assertThat(refused(answer).why()).isEqualTo(Why.NOT_FOUND);
    }
    assertThat(
            refused(
                    fleet.executions.describe(
                        new ThingName("t1"), new JobId("j9"), OptionalLong.empty()))
                .why())
        .isEqualTo(Why.NOT_FOUND);
  }

  private Seen described(String thing, String job, OptionalLong number) {
    return given(fleet.executions.describe(new ThingName(thing), new JobId(job), number));
  }

  private List<String> listed(Optional<JobStatus> status, Optional<Selection> selection) {
    return fleet
        .control
        .list(new JobRows.Filter(status, selection), Optional.empty(), ALL)
        .items()
        .stream()
        .map(job -> job.id().text())
        .toList();
  }

  private Page<Job> page(boolean more, String... ids) {
    return new Page<>(List.of(ids).stream().map(fleet::job).toList(), more);
  }

  private static Optional<Long> below(Page<Job> page) {
    return Optional.of(page.items().getLast().life().order());
  }
}
