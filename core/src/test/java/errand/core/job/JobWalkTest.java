package errand.core.job;

import static errand.core.job.JobSample.T0;
import static errand.core.job.JobSample.aborting;
import static errand.core.job.JobSample.job;
import static errand.core.job.JobSample.plus;
import static errand.core.job.JobSample.rolledOut;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.StateDiagram;
import errand.core.execution.Status;
import errand.core.fleet.GroupId;
import errand.core.name.GroupName;
import errand.core.schedule.Cron;
import errand.core.schedule.EndBehavior;
import errand.core.schedule.Moment;
import errand.core.schedule.Schedule;
import errand.core.schedule.Window;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Tries everything with a job: every command at every minute, on both sides of starts, ends and
 * windows, after every way in which an execution may be placed and end, with and without an abort
 * rule, for both selections. Checks the laws at every step and the edges against {@code
 * docs/states/job.mmd}.
 */
class JobWalkTest {
  private static final int DEPTH = 8;
  private static final int EXECUTIONS_MAX = 1;
  private static final Duration KEPT = Duration.ofMinutes(2);
  private static final Target OTHER =
      new Target.WholeGroup(new GroupName("others"), new GroupId(new UUID(0, 2)));
  private static final Terms HALF_FAILED = aborting(new AbortRule(FailureType.FAILED, 5000, 1));

  private static final List<JobCommand> COMMANDS =
      List.of(
          new JobCommand.Cancel(false, Optional.empty(), Optional.empty()),
          new JobCommand.Cancel(true, Optional.of("RECALL"), Optional.of("wrong image")),
          new JobCommand.Settle(),
          new JobCommand.Tick(KEPT, true),
          new JobCommand.Tick(KEPT, false),
          new JobCommand.ChoreDone(),
          new JobCommand.Delete(false),
          new JobCommand.Delete(true),
          new JobCommand.Change(HALF_FAILED),
          new JobCommand.Associate(List.of(OTHER), Optional.of("more"), 7, 100),
          new JobCommand.Recheck(),
          new JobCommand.Pause(),
          new JobCommand.Resume());

  // The walk lasts eight minutes, and what it passes are both sides of every edge of these.
  private static final List<Schedule> SCHEDULES =
      List.of(
          Schedule.NONE,
          schedule(1, 3, EndBehavior.STOP_ROLLOUT),
          schedule(2, 4, EndBehavior.CANCEL),
          new Schedule(
              Optional.empty(),
              moment(5),
              Optional.of(EndBehavior.FORCE_CANCEL),
              List.of(
                  new Window(
                      Cron.parse("cron(0/3 * * * ? *)").orElseThrow(), Duration.ofMinutes(1)))));

  private static Schedule schedule(int start, int end, EndBehavior behavior) {
    return new Schedule(moment(start), moment(end), Optional.of(behavior), List.of());
  }

  private static Optional<Moment> moment(int minutes) {
    return Optional.of(new Moment(T0.plus(Duration.ofMinutes(minutes)), minutes + " minutes"));
  }

  private final StateDiagram<JobStatus> diagram = new StateDiagram<>("job.mmd", JobWalkTest.class);
  private long decisions;

  /** A place in the walk. */
  private record Spot(Job job, Counts counts) {}

  @Test
  void every_sequence_of_commands_keeps_the_laws_and_follows_the_diagram() {
    for (Selection selection : Selection.values()) {
      for (Terms terms : List.of(Terms.NONE, HALF_FAILED)) {
        for (Schedule schedule : SCHEDULES) {
          JobStatus begins = schedule.openAt(T0) ? JobStatus.IN_PROGRESS : JobStatus.SCHEDULED;
          walk(on(schedule, job(begins, selection, terms)));
        }
      }
    }

    assertThat(decisions).isGreaterThan(100_000);
    diagram.check(List.of(JobStatus.SCHEDULED, JobStatus.IN_PROGRESS));
  }

  private static Job on(Schedule schedule, Job job) {
    Plan plan = job.plan();
    return job.with(
        new Plan(
            plan.namespace(),
            plan.targets(),
            List.of(),
            plan.selection(),
            schedule,
            plan.source()));
  }

  private void walk(Job begun) {
    Set<Spot> spots = Set.of(new Spot(begun, Counts.NONE));
    for (int depth = 0; depth < DEPTH; depth++) {
      Instant now = T0.plus(Duration.ofMinutes(depth));
      Set<Spot> reached = new LinkedHashSet<>();
      for (Spot spot : spots) {
        step(spot, now, reached);
        happen(spot, reached);
      }
      spots = reached;
    }
  }

  private void step(Spot spot, Instant now, Set<Spot> reached) {
    for (JobCommand command : COMMANDS) {
      decisions++;
      Job before = spot.job();
      Job after = after(spot, command, now);
      check(spot, command, after, now);
      if (!after.equals(before)) {
        diagram.edge(before.status(), label(command), after.status());
        reached.add(new Spot(after, spot.counts()));
      }
    }
  }

  private static Job after(Spot spot, JobCommand command, Instant now) {
    return switch (Jobs.decide(spot.job(), spot.counts(), command, now)) {
      case JobVerdict.Refused(var why) -> {
        law(
            !(why instanceof JobRefusal.WrongStatus(var status)) || status == spot.job().status(),
            "a refusal names the status",
            spot,
            command);
        law(byOperator(command), "only operators are refused", spot, command);
        yield spot.job();
      }
      case JobVerdict.Accepted(var facts) -> {
        Job after = spot.job();
        for (JobFact fact : facts) {
          after = Jobs.evolve(after, fact);
        }
        yield after;
      }
    };
  }

  private static boolean byOperator(JobCommand command) {
    return switch (command) {
      case JobCommand.Cancel _,
          JobCommand.Delete _,
          JobCommand.Change _,
          JobCommand.Associate _,
          JobCommand.Pause _,
          JobCommand.Resume _ ->
          true;
      case JobCommand.Settle _, JobCommand.Tick _, JobCommand.ChoreDone _, JobCommand.Recheck _ ->
          false;
    };
  }

  // What executions do meanwhile: one is placed, one ends somehow, or the rollout is done.
  private static void happen(Spot spot, Set<Spot> reached) {
    Counts counts = spot.counts();
    if (spot.job().status() == JobStatus.IN_PROGRESS && !spot.job().progress().done()) {
      reached.add(new Spot(rolledOut(spot.job()), counts));
      if (counts.total() < EXECUTIONS_MAX) {
        reached.add(new Spot(spot.job(), plus(counts, Status.QUEUED, 1)));
      }
    }
    if (counts.of(Status.QUEUED) > 0) {
      for (Status end : List.of(Status.SUCCEEDED, Status.FAILED, Status.CANCELED)) {
        reached.add(new Spot(spot.job(), plus(plus(counts, Status.QUEUED, -1), end, 1)));
      }
    }
  }

  private static void check(Spot spot, JobCommand command, Job after, Instant now) {
    Job before = spot.job();
    law(
        after.equals(before)
            ? after.version() == before.version()
            : after.version() > before.version(),
        "the version grows with every change and with nothing else",
        spot,
        command);
    checkEnd(spot, command, after);
    checkTime(spot, command, after, now);
    law(
        after.id().equals(before.id())
            && after.plan().schedule().equals(before.plan().schedule())
            && after.plan().selection() == before.plan().selection()
            && after.plan().targets().containsAll(before.plan().targets())
            && after.life().createdAt().equals(before.life().createdAt())
            && after.life().order() == before.life().order(),
        "what was asked for never changes",
        spot,
        command);
  }

  private static void checkEnd(Spot spot, JobCommand command, Job after) {
    Job before = spot.job();
    var completed = before.life().completedAt();
    boolean lived =
        before.status() == JobStatus.IN_PROGRESS || before.status() == JobStatus.SCHEDULED;
    law(
        lived
            || after.status() == before.status()
            || (after.status() == JobStatus.DELETION_IN_PROGRESS
                && (command instanceof JobCommand.Delete || command instanceof JobCommand.Tick)),
        "what is over stays over, until it is deleted",
        spot,
        command);
    law(
        completed.isEmpty() || after.life().completedAt().equals(completed),
        "the completion once stamped stays",
        spot,
        command);
    law(
        after.status() != JobStatus.COMPLETED
            || before.status() == JobStatus.COMPLETED
            || (spot.counts().pending() == 0
                && after.life().completedAt().isPresent()
                && (after.life().flags().ended()
                    || (after.progress().done()
                        && after.plan().selection() == Selection.SNAPSHOT))),
        "complete means nothing pending, and rolled out for a snapshot, or the end time come",
        spot,
        command);
    law(
        !before.life().flags().ended() || after.life().flags().ended(),
        "an end time that came has come",
        spot,
        command);
  }

  private static void checkTime(Spot spot, JobCommand command, Job after, Instant now) {
    Job before = spot.job();
    Schedule schedule = after.plan().schedule();
    boolean lives =
        after.status() == JobStatus.IN_PROGRESS || after.status() == JobStatus.SCHEDULED;
    boolean ended = after.life().flags().ended();
    boolean ticked = command instanceof JobCommand.Tick && lives;
    law(
        !ticked || ended == schedule.endReached(now) || ended,
        "a tick at the end time or after it ends the job",
        spot,
        command);
    law(
        !ticked || ended || (after.status() == JobStatus.IN_PROGRESS) == schedule.openAt(now),
        "after a tick a job that has not ended is in progress when it is open",
        spot,
        command);
    law(
        after.status() == before.status()
            || command instanceof JobCommand.Tick
            || (after.status() != JobStatus.SCHEDULED && after.status() != JobStatus.IN_PROGRESS),
        "only a tick opens and closes",
        spot,
        command);
    law(
        after.status() == before.status() || after.life().lastUpdatedAt().equals(now),
        "a new status is an update",
        spot,
        command);
  }

  private static String label(JobCommand command) {
    return switch (command) {
      case JobCommand.Cancel cancel -> cancel.force() ? "Cancel forced" : "Cancel";
      case JobCommand.Settle _ -> "Settle";
      case JobCommand.ChoreDone _ -> "ChoreDone";
      case JobCommand.Tick tick -> tick.room() ? "Tick" : "Tick crowded";
      case JobCommand.Delete delete -> delete.force() ? "Delete forced" : "Delete";
      case JobCommand.Change _ -> "Change";
      case JobCommand.Associate _ -> "Associate";
      case JobCommand.Recheck _ -> "Recheck";
      case JobCommand.Pause _ -> "Pause";
      case JobCommand.Resume _ -> "Resume";
    };
  }

  private static void law(boolean kept, String law, Spot spot, JobCommand command) {
    if (!kept) {
      throw new AssertionError("broken: " + law + ", by " + command + " on " + spot);
    }
  }
}
