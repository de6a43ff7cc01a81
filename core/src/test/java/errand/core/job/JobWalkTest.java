package errand.core.job;

import static errand.core.job.JobSample.NO_TERMS;
import static errand.core.job.JobSample.T0;
import static errand.core.job.JobSample.aborting;
import static errand.core.job.JobSample.job;
import static errand.core.job.JobSample.plus;
import static errand.core.job.JobSample.rolledOut;
import static org.assertj.core.api.Assertions.assertThat;

import errand.core.StateDiagram;
import errand.core.execution.Status;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Tries everything with a job: every command after every way in which up to a few executions may be
 * placed and end, with and without an abort rule, for both selections. Checks the laws at every
 * step and the edges against {@code docs/states/job.mmd}.
 */
class JobWalkTest {
  private static final int DEPTH = 9;
  private static final int EXECUTIONS_MAX = 3;
  private static final Terms HALF_FAILED = aborting(new AbortRule(FailureType.FAILED, 5000, 2));

  private static final List<JobCommand> COMMANDS =
      List.of(
          new JobCommand.Cancel(false, Optional.empty(), Optional.empty()),
          new JobCommand.Cancel(true, Optional.of("RECALL"), Optional.of("wrong image")),
          new JobCommand.Settle(),
          new JobCommand.ChoreDone());

  private final StateDiagram<JobStatus> diagram = new StateDiagram<>("job.mmd", JobWalkTest.class);
  private long decisions;

  /** A place in the walk. */
  private record Spot(Job job, Counts counts) {}

  @Test
  void every_sequence_of_commands_keeps_the_laws_and_follows_the_diagram() {
    for (Selection selection : Selection.values()) {
      for (Terms terms : List.of(NO_TERMS, HALF_FAILED)) {
        walk(job(JobStatus.IN_PROGRESS, selection, terms));
        walk(job(JobStatus.SCHEDULED, selection, terms));
      }
    }

    assertThat(decisions).isGreaterThan(10_000);
    diagram.check(List.of(JobStatus.SCHEDULED, JobStatus.IN_PROGRESS));
  }

  private void walk(Job begun) {
    Set<Spot> spots = Set.of(new Spot(begun, Counts.NONE));
    for (int depth = 0; depth < DEPTH; depth++) {
      Instant now = T0.plusSeconds(depth);
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
      case JobVerdict.Refused(var current) -> {
        law(
            current.equals(new JobRefusal.WrongStatus(spot.job().status())),
            "a refusal names the status",
            spot,
            command);
        law(command instanceof JobCommand.Cancel, "only a cancel is refused", spot, command);
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
    boolean changed = !after.equals(before);
    boolean moved = after.status() != before.status();
    var completed = before.life().completedAt();

    law(
        !moved
            || before.status() == JobStatus.IN_PROGRESS
            || before.status() == JobStatus.SCHEDULED,
        "what is over stays over",
        spot,
        command);
    law(
        changed ? after.version() > before.version() : after.version() == before.version(),
        "the version grows with every change and with nothing else",
        spot,
        command);
    law(
        completed.isEmpty() || after.life().completedAt().equals(completed),
        "the completion once stamped stays",
        spot,
        command);
    law(
        after.status() != JobStatus.COMPLETED
            || (after.progress().done()
                && spot.counts().pending() == 0
                && after.plan().selection() == Selection.SNAPSHOT
                && after.life().completedAt().isPresent()),
        "complete means rolled out with nothing pending, for a snapshot",
        spot,
        command);
    law(
        !moved || after.life().lastUpdatedAt().equals(now),
        "a new status is an update",
        spot,
        command);
    law(
        after.id().equals(before.id())
            && after.plan().equals(before.plan())
            && after.progress().equals(before.progress())
            && after.life().createdAt().equals(before.life().createdAt())
            && after.life().order() == before.life().order(),
        "what was asked for never changes",
        spot,
        command);
  }

  private static String label(JobCommand command) {
    return switch (command) {
      case JobCommand.Cancel cancel -> cancel.force() ? "Cancel forced" : "Cancel";
      case JobCommand.Settle _ -> "Settle";
      case JobCommand.ChoreDone _ -> "ChoreDone";
      case JobCommand.Tick _ -> "Tick";
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
