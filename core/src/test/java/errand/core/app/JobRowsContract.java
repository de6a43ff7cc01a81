package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.groupId;
import static errand.core.app.StoreSamples.job;
import static errand.core.app.StoreSamples.thingId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import errand.core.catalog.Destination;
import errand.core.execution.Status;
import errand.core.job.AbortRule;
import errand.core.job.Chore;
import errand.core.job.Counts;
import errand.core.job.FailureType;
import errand.core.job.Flags;
import errand.core.job.Job;
import errand.core.job.JobStatus;
import errand.core.job.Life;
import errand.core.job.Plan;
import errand.core.job.PresignedUrls;
import errand.core.job.RetryRule;
import errand.core.job.Selection;
import errand.core.job.Target;
import errand.core.job.Terms;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import errand.core.name.PackageName;
import errand.core.name.ThingName;
import errand.core.rollout.Progress;
import errand.core.rollout.Rate;
import errand.core.schedule.Cron;
import errand.core.schedule.EndBehavior;
import errand.core.schedule.Moment;
import errand.core.schedule.Schedule;
import errand.core.schedule.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link JobRows} but for its lists. */
interface JobRowsContract extends ContractedStore {
  JobId FIRST = new JobId("j1");

  @Test
  default void a_full_job_comes_back_whole() {
    var job =
        new Job(
            FIRST, fullPlan(), fullTerms(), fullLife(), fullProgress(), fullChores(), due(5), 7);

    change(tx -> tx.jobs().insert(job, "{\"a\": 1}"));

    assertFound(tx -> tx.jobs().find(FIRST)).contains(job);
    assertFound(tx -> tx.jobs().document(FIRST)).contains("{\"a\": 1}");
  }

  @Test
  default void the_document_that_was_sent_in_is_kept_beside_the_one_the_job_has() {
    change(
        tx -> {
          tx.jobs().insert(job("j1", 1), "{}");
          tx.jobs().insert(job("j2", 2), "{}");
          tx.jobs().putSubmitted(FIRST, "sent");
        });

    assertFound(tx -> tx.jobs().submitted(FIRST)).contains("sent");
    assertFound(tx -> tx.jobs().document(FIRST)).contains("{}");
    assertFound(tx -> tx.jobs().submitted(new JobId("j2"))).isEmpty();

    change(tx -> tx.jobs().delete(FIRST));

    assertFound(tx -> tx.jobs().submitted(FIRST)).isEmpty();
  }

  @Test
  default void a_bare_job_comes_back_whole() {
    change(tx -> tx.jobs().insert(job("j1", 1), ""));

    assertFound(tx -> tx.jobs().find(FIRST)).contains(job("j1", 1));
    assertFound(tx -> tx.jobs().document(FIRST)).contains("");
    assertSeen(tx -> tx.counters().of(FIRST)).isEqualTo(Counts.NONE);
  }

  private static Plan fullPlan() {
    return new Plan(
        new Namespace("greengrass"),
        List.of(
            new Target.WholeGroup(new GroupName("g"), groupId(2)),
            new Target.OneThing(new ThingName("t"), thingId(3))),
        List.of(1_234_567_890_123L),
        Selection.CONTINUOUS,
        fullSchedule(),
        new Plan.Source(
            Optional.of("https://example.org/d.json"),
            Optional.of("arn:aws:iot:x:y:jobtemplate/z"),
            Map.of("path", "/tmp"),
            List.of(new Destination(new PackageName("p"), Destination.DEFAULT)),
            List.of(new Destination(new PackageName("p"), "1"))));
  }

  private static Schedule fullSchedule() {
    return new Schedule(
        Optional.of(new Moment(T0.plusSeconds(1), "as sent")),
        Optional.of(new Moment(T0.plusSeconds(2), "2026-03-02")),
        Optional.of(EndBehavior.FORCE_CANCEL),
        List.of(
            new Window(Cron.parse("cron(0 2 ? * MON *)").orElseThrow(), Duration.ofMinutes(30))));
  }

  private static List<Chore> fullChores() {
    var cursor = Optional.of(new Chore.Cursor(7, thingId(9)));
    return List.of(
        new Chore.CallOff(true),
        new Chore.CallOff(false),
        new Chore.Show(cursor),
        new Chore.Hide(Optional.empty()),
        new Chore.Recheck(cursor),
        new Chore.Delete());
  }

  private static Terms fullTerms() {
    var ramp = new Rate.Ramp(5, 15, Rate.Criterion.SUCCEEDED, 10);
    return new Terms(
        Optional.of("Näxt \"one\""),
        Optional.of(new Rate(100, Optional.of(ramp))),
        List.of(new AbortRule(FailureType.ALL, 2050, 3), new AbortRule(FailureType.FAILED, 100, 1)),
        Optional.of(Duration.ofMinutes(90)),
        List.of(new RetryRule(FailureType.TIMED_OUT, 2)),
        Optional.of(new PresignedUrls(Optional.of("arn:aws:iam::1:role/r"), Optional.of(60L))));
  }

  private static Life fullLife() {
    return new Life(
        JobStatus.CANCELED,
        T0,
        42,
        T0.plusMillis(1),
        Optional.of(T0.plusMillis(2)),
        Optional.of("REASON"),
        Optional.of("comment"),
        new Flags(true, false, true, true));
  }

  private static Progress fullProgress() {
    return new Progress(
        1,
        Optional.of(new GroupName("g")),
        Optional.of(new ThingName("t9")),
        12,
        Optional.of(new Progress.Minute(T0.plusMillis(3), 50, 4)),
        true);
  }

  private static Optional<Instant> due(int seconds) {
    return Optional.of(T0.plusSeconds(seconds));
  }

  @Test
  default void an_unknown_job_has_nothing() {
    assertFound(tx -> tx.jobs().find(FIRST)).isEmpty();
    assertFound(tx -> tx.jobs().document(FIRST)).isEmpty();
    assertSeen(tx -> tx.counters().of(FIRST)).isEqualTo(Counts.NONE);
  }

  @Test
  default void a_second_job_of_an_id_is_refused() {
    change(tx -> tx.jobs().insert(job("j1", 1), "{}"));

    assertThatThrownBy(() -> change(tx -> tx.jobs().insert(job("j1", 2), "[]")))
        .isInstanceOf(IllegalStateException.class);
    assertFound(tx -> tx.jobs().document(FIRST)).contains("{}");
  }

  @Test
  default void a_job_is_saved_only_over_the_version_it_was_loaded_at() {
    var loaded = job("j1", 1);
    var changed = loaded.with(Progress.NOT_BEGUN.finished()).due(due(9));
    change(tx -> tx.jobs().insert(loaded, "{}"));

    assertThat(store().<Boolean>transact(tx -> tx.jobs().update(changed, 1))).isTrue();
    assertFound(tx -> tx.jobs().find(FIRST)).contains(changed);

    assertThat(store().<Boolean>transact(tx -> tx.jobs().update(changed, 1))).isFalse();
    assertThat(store().<Boolean>transact(tx -> tx.jobs().update(job("j2", 2).due(due(1)), 1)))
        .isFalse();
    assertFound(tx -> tx.jobs().find(FIRST)).contains(changed);
  }

  @Test
  default void a_job_may_be_some_versions_on_but_never_the_same() {
    var loaded = job("j1", 1);
    change(tx -> tx.jobs().insert(loaded, "{}"));

    assertThatThrownBy(() -> change(tx -> tx.jobs().update(loaded, 1)))
        .isInstanceOf(IllegalStateException.class);
    var later = loaded.due(due(1)).due(due(2));
    assertThat(store().<Boolean>transact(tx -> tx.jobs().update(later, 1))).isTrue();
    assertFound(tx -> tx.jobs().find(FIRST)).contains(later);
  }

  @Test
  default void counters_move_add_and_take_away() {
    change(tx -> tx.jobs().insert(job("j1", 1), "{}"));

    change(
        tx -> {
          tx.counters().move(FIRST, Optional.empty(), Optional.of(Status.QUEUED));
          tx.counters().move(FIRST, Optional.empty(), Optional.of(Status.QUEUED));
          tx.counters().move(FIRST, Optional.of(Status.QUEUED), Optional.of(Status.IN_PROGRESS));
          tx.counters().move(FIRST, Optional.of(Status.IN_PROGRESS), Optional.of(Status.FAILED));
          tx.counters().move(FIRST, Optional.of(Status.FAILED), Optional.of(Status.FAILED));
        });
    assertSeen(tx -> tx.counters().of(FIRST))
        .isEqualTo(new Counts(Map.of(Status.QUEUED, 1L, Status.FAILED, 1L)));

    change(tx -> tx.counters().move(FIRST, Optional.of(Status.FAILED), Optional.empty()));
    assertSeen(tx -> tx.counters().of(FIRST)).isEqualTo(new Counts(Map.of(Status.QUEUED, 1L)));
  }

  @Test
  default void counters_of_no_job_and_below_zero_are_refused() {
    assertThatThrownBy(
            () ->
                change(
                    tx -> tx.counters().move(FIRST, Optional.empty(), Optional.of(Status.QUEUED))))
        .isInstanceOf(IllegalStateException.class);

    change(tx -> tx.jobs().insert(job("j1", 1), "{}"));

    assertThatThrownBy(
            () ->
                change(
                    tx -> tx.counters().move(FIRST, Optional.of(Status.QUEUED), Optional.empty())))
        .isInstanceOf(IllegalStateException.class);
    assertSeen(tx -> tx.counters().of(FIRST)).isEqualTo(Counts.NONE);
  }
}
