package errand.core.sim;

import static org.assertj.core.api.Assertions.assertThat;

import errand.core.app.CounterRows;
import errand.core.app.ExecutionRows;
import errand.core.app.JobRows;
import errand.core.app.Outbox;
import errand.core.execution.Command;
import errand.core.execution.Deadlines;
import errand.core.execution.Execution;
import errand.core.execution.Notice;
import errand.core.execution.Status;
import errand.core.fleet.ThingId;
import errand.core.job.Counts;
import errand.core.job.Job;
import errand.core.job.JobStatus;
import errand.core.job.Plan;
import errand.core.rollout.Progress;
import errand.core.schedule.Schedule;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bugs planted on purpose: the simulation must find each within {@value #SEEDS} seeds. When it does
 * not, the simulation is broken, not the bug absent.
 */
class SimulatorTeethTest {
  private static final long SEEDS = 300;

  /** What is wrong on purpose. */
  enum Bug {
    TERMINAL_STATES_CAN_BE_OVERWRITTEN,
    THE_RATE_IS_IGNORED,
    NOTICES_ARE_FORGOTTEN,
    NOTICES_ARE_CLEARED_BEFORE_THEY_ARE_PUBLISHED,
    VERSIONS_ARE_NOT_CHECKED,
    RETRIES_HAVE_NO_BUDGET,
    JOBS_COMPLETE_WITH_PENDING_EXECUTIONS,
    TIMERS_FIRE_EARLY,
    TIMERS_NEVER_FIRE,
    A_COUNTER_IS_NOT_MOVED,
    WINDOWS_ARE_IGNORED,
    WHAT_IS_HIDDEN_IS_OFFERED,
    A_CANCEL_LEAVES_QUEUED_EXECUTIONS,
    A_JOB_IS_NEVER_DUE_AGAIN
  }

  @ParameterizedTest
  @EnumSource
  void a_planted_bug_is_found(Bug bug) {
    assertThat(Seeds.found(plant(bug), SEEDS)).as("first seed that finds %s", bug).isNotNegative();
  }

  private static Plant plant(Bug bug) {
    return switch (bug) {
      case TERMINAL_STATES_CAN_BE_OVERWRITTEN -> overwritten();
      case THE_RATE_IS_IGNORED -> jobs(SimulatorTeethTest::withoutMinute);
      case NOTICES_ARE_FORGOTTEN -> forgotten();
      case NOTICES_ARE_CLEARED_BEFORE_THEY_ARE_PUBLISHED -> Plant.clearFirst();
      case VERSIONS_ARE_NOT_CHECKED -> Plant.reports(SimulatorTeethTest::withoutVersion);
      case RETRIES_HAVE_NO_BUDGET ->
          Plant.rows(
              Twists.of(
                  ExecutionRows.class,
                  "attempts",
                  (rows, call) -> ((List<?>) call.given()).subList(0, 1)));
      case JOBS_COMPLETE_WITH_PENDING_EXECUTIONS ->
          Plant.rows(
              Twists.of(
                  CounterRows.class, "of", (rows, call) -> withoutRunning((Counts) call.given())));
      case TIMERS_FIRE_EARLY -> Plant.pulseAhead(Duration.ofSeconds(40));
      case TIMERS_NEVER_FIRE ->
          Plant.rows(Twists.of(ExecutionRows.class, "due", (rows, call) -> List.of()));
      case A_COUNTER_IS_NOT_MOVED ->
          Plant.rows(
              Twists.of(
                  CounterRows.class,
                  "move",
                  (rows, call) ->
                      call.arguments().getLast().equals(Optional.of(Status.TIMED_OUT))
                          ? null
                          : call.honest()));
      case WINDOWS_ARE_IGNORED -> windowless();
      case WHAT_IS_HIDDEN_IS_OFFERED ->
          Plant.rows(
              tx ->
                  Twists.of(
                          ExecutionRows.class,
                          "pending",
                          (ExecutionRows rows, Twists.Call call) ->
                              tx.history().pendingEverywhere((ThingId) call.arguments().getFirst()))
                      .apply(tx));
      case A_CANCEL_LEAVES_QUEUED_EXECUTIONS ->
          Plant.rows(
              Twists.of(
                  ExecutionRows.class,
                  "list",
                  (rows, call) -> withoutLast((List<?>) call.given())));
      case A_JOB_IS_NEVER_DUE_AGAIN ->
          jobs(job -> job.status() == JobStatus.SCHEDULED ? job.due(Optional.empty()) : job);
    };
  }

  // What runs is told from what is over by its status alone: a finished run looks like a running
  // one.
  private static Plant overwritten() {
    return Plant.rows(
        tx ->
            Twists.of(
                    ExecutionRows.class,
                    "update",
                    (ExecutionRows rows, Twists.Call call) -> {
                      var after = (Execution) call.arguments().getFirst();
                      Execution stored = rows.find(after.key()).orElseThrow();
                      return call.with(after, stored.status(), stored.version());
                    })
                .andThen(
                    Twists.of(
                        ExecutionRows.class,
                        "find",
                        (rows, call) ->
                            ((Optional<?>) call.given()).map(SimulatorTeethTest::revived)))
                .apply(tx));
  }

  private static Execution revived(Object found) {
    var each = (Execution) found;
    return each.status() != Status.FAILED
        ? each
        : new Execution(
            each.key(),
            each.thing(),
            each.origin(),
            Status.IN_PROGRESS,
            each.details(),
            each.times(),
            Deadlines.NONE,
            each.version(),
            each.forced());
  }

  private static Plant forgotten() {
    return Plant.rows(
        Twists.of(
            Outbox.class,
            "add",
            (outbox, call) -> lost((Notice) call.arguments().getFirst()) ? null : call.honest()));
  }

  private static boolean lost(Notice notice) {
    return notice.at().toEpochMilli() % 7 == 0;
  }

  private static Command.Report withoutVersion(Command.Report report) {
    return new Command.Report(
        report.status(), report.details(), OptionalLong.empty(), report.timer());
  }

  // What runs is not counted, as if only the queue could keep a job from its end.
  private static Counts withoutRunning(Counts counts) {
    var rest = new EnumMap<Status, Long>(counts.byStatus());
    rest.remove(Status.IN_PROGRESS);
    return new Counts(rest, counts.superseded());
  }

  private static Plant jobs(UnaryOperator<Job> twist) {
    return Plant.rows(
        tx ->
            Twists.of(
                    JobRows.class,
                    "find",
                    (rows, call) -> ((Optional<?>) call.given()).map(job -> twist.apply((Job) job)))
                .apply(tx));
  }

  private static Job withoutMinute(Job job) {
    Progress at = job.progress();
    var unlimited =
        new Progress(
            at.target(), at.group(), at.after(), at.notified(), Optional.empty(), at.done());
    return new Job(
        job.id(),
        job.plan(),
        job.terms(),
        job.life(),
        unlimited,
        job.chores(),
        job.due(),
        job.version());
  }

  // Every look at a job finds it without windows, and the row keeps them.
  private static Plant windowless() {
    return Plant.rows(
        tx ->
            Twists.of(
                    JobRows.class,
                    "update",
                    (JobRows rows, Twists.Call call) -> {
                      var changed = (Job) call.arguments().getFirst();
                      Schedule kept = rows.find(changed.id()).orElseThrow().plan().schedule();
                      return call.with(on(kept, changed), call.arguments().getLast());
                    })
                .andThen(
                    Twists.of(
                        JobRows.class,
                        "find",
                        (rows, call) ->
                            ((Optional<?>) call.given()).map(job -> on(Schedule.NONE, (Job) job))))
                .apply(tx));
  }

  private static Job on(Schedule schedule, Job job) {
    Plan plan = job.plan();
    return new Job(
        job.id(),
        new Plan(
            plan.namespace(),
            plan.targets(),
            plan.added(),
            plan.selection(),
            schedule,
            plan.source()),
        job.terms(),
        job.life(),
        job.progress(),
        job.chores(),
        job.due(),
        job.version());
  }

  private static List<?> withoutLast(List<?> rows) {
    return rows.isEmpty() ? rows : rows.subList(0, rows.size() - 1);
  }
}
