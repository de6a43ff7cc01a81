package errand.core.job;

import errand.core.job.JobFact.Associated;
import errand.core.job.JobFact.Canceled;
import errand.core.job.JobFact.Changed;
import errand.core.job.JobFact.ChoreFinished;
import errand.core.job.JobFact.Closed;
import errand.core.job.JobFact.Completed;
import errand.core.job.JobFact.Deleted;
import errand.core.job.JobFact.DeletionBegun;
import errand.core.job.JobFact.Ended;
import errand.core.job.JobFact.Opened;
import errand.core.job.JobFact.Paused;
import errand.core.job.JobFact.RecheckDue;
import errand.core.job.JobFact.Resumed;
import errand.core.schedule.EndBehavior;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a job is after a fact. Every fact makes it due at once: the pulse then finds its next
 * instant.
 */
final class JobEvolution {
  private JobEvolution() {}

  static Job after(Job before, JobFact fact) {
    return switch (fact) {
      case Canceled canceled -> canceled(before, canceled);
      case Completed(var at) ->
          moved(before, JobStatus.COMPLETED, at)
              .with(before.life().status(JobStatus.COMPLETED).at(at).completedAt(at));
      case Opened(var at) ->
          moved(before, JobStatus.IN_PROGRESS, at)
              .with(without(before, Chore.Hide.class, new Chore.Show(Optional.empty())));
      case Closed(var at) ->
          moved(before, JobStatus.SCHEDULED, at)
              .with(without(before, Chore.Show.class, new Chore.Hide(Optional.empty())));
      case Ended ended -> ended(before, ended);
      case ChoreFinished(var at) -> choreFinished(before, at);
      case DeletionBegun(var at) -> deleting(before, at);
      case Deleted(var at) -> before.with(List.<Chore>of()).due(Optional.of(at));
      case Changed(var terms, var at) ->
          before.with(terms).with(before.life().at(at)).due(Optional.of(at));
      case Associated associated -> associated(before, associated);
      case RecheckDue(var at) ->
          before.with(and(before, new Chore.Recheck(Optional.empty()))).due(Optional.of(at));
      case Paused(var at) -> paused(before, true, at);
      case Resumed(var at) -> paused(before, false, at);
    };
  }

  private static Job moved(Job before, JobStatus status, Instant at) {
    return before.with(before.life().status(status).at(at)).due(Optional.of(at));
  }

  private static Job canceled(Job before, Canceled fact) {
    var life =
        before
            .life()
            .status(JobStatus.CANCELED)
            .at(fact.at())
            .said(fact.reasonCode(), fact.comment())
            .flags(before.life().flags().forced(fact.forced()).unseen(unseen(before)));
    return before
        .with(life)
        .with(List.<Chore>of(new Chore.CallOff(fact.forced() || callsOffRunning(before))))
        .due(Optional.of(fact.at()));
  }

  private static Job deleting(Job before, Instant at) {
    var flags = before.life().flags().unseen(unseen(before));
    var life = before.life().status(JobStatus.DELETION_IN_PROGRESS).at(at).flags(flags);
    return before.with(life).with(List.<Chore>of(new Chore.Delete())).due(Optional.of(at));
  }

  // What some things have not been told yet is hidden is told of when it is called off.
  private static boolean unseen(Job before) {
    return before.hidden() && !before.hiding();
  }

  // A forced end that an abort comes into goes on calling off what runs.
  private static boolean callsOffRunning(Job before) {
    return before.chores().contains(new Chore.CallOff(true));
  }

  // Outside a window what waits is hidden; after the end there is no window to wait for (section
  // 5).
  private static Job ended(Job before, Ended fact) {
    boolean shown = fact.behavior() == EndBehavior.STOP_ROLLOUT;
    var flags = before.life().flags().over().unseen(!shown && unseen(before));
    var life = before.life().status(JobStatus.IN_PROGRESS).at(fact.at()).flags(flags);
    Chore chore =
        switch (fact.behavior()) {
          case STOP_ROLLOUT -> new Chore.Show(Optional.empty());
          case CANCEL -> new Chore.CallOff(false);
          case FORCE_CANCEL -> new Chore.CallOff(true);
        };
    boolean needed = before.hidden() || !shown;
    List<Chore> chores = needed ? without(before, Chore.Hide.class, chore) : before.chores();
    return before.with(life).with(chores).due(Optional.of(fact.at()));
  }

  private static Job choreFinished(Job before, Instant at) {
    List<Chore> rest = before.chores().subList(1, before.chores().size());
    boolean over = before.status() == JobStatus.CANCELED && rest.isEmpty();
    Job done = before.with(rest).due(Optional.of(at));
    return over ? done.with(before.life().completedAt(at)) : done;
  }

  private static Job associated(Job before, Associated fact) {
    var life = before.life().at(fact.at()).said(before.life().reasonCode(), fact.comment());
    boolean more = !fact.targets().isEmpty();
    Job wider = before.with(life).with(before.plan().with(fact.targets(), fact.order()));
    return (more ? wider.with(before.progress().again()) : wider).due(Optional.of(fact.at()));
  }

  private static Job paused(Job before, boolean paused, Instant at) {
    var life = before.life().at(at);
    return before.with(life.flags(life.flags().paused(paused))).due(Optional.of(at));
  }

  private static List<Chore> without(Job before, Class<? extends Chore> kind, Chore added) {
    var chores = new ArrayList<>(before.chores());
    chores.removeIf(kind::isInstance);
    chores.add(added);
    return chores;
  }

  private static List<Chore> and(Job before, Chore added) {
    var chores = new ArrayList<>(before.chores());
    chores.add(added);
    return chores;
  }
}
