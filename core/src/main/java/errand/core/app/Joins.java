package errand.core.app;

import errand.core.execution.Command;
import errand.core.execution.Execution;
import errand.core.execution.Executions;
import errand.core.execution.Status;
import errand.core.execution.Verdict;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Thing;
import errand.core.job.Job;
import errand.core.job.JobCommand;
import errand.core.name.JobId;
import errand.core.rollout.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What continuous jobs owe when things join and leave groups or are deleted. The trigger is the
 * join itself, not the state of being a member. Source: control-plane 3.3 and 3.4.
 */
final class Joins {
  private final Tx tx;
  private final Ledger ledger;
  private final Instant now;

  Joins(Tx tx, Ledger ledger, Instant now) {
    this.tx = tx;
    this.ledger = ledger;
    this.now = now;
  }

  /** The thing has just been put in a group it was not in. */
  void joined(Thing thing, Group group) {
    Set<GroupId> before = Targeting.groupsAround(tx, others(thing, group));
    for (GroupId each : Targeting.selfAndAncestors(tx, group)) {
      if (!before.contains(each)) {
        tx.followers().followers(each).forEach(job -> joined(thing, job));
      }
    }
  }

  private void joined(Thing thing, JobId id) {
    Job job = ledger.job(id);
    if (!job.takesJoiners() || job.endReached(now)) {
      return;
    }
    Optional<Execution> newest = tx.executions().latest(thing.id(), id);
    // Before the start nothing is placed: the rollout will find the thing in its group.
    boolean early = job.hidden() && job.progress().equals(Progress.NOT_BEGUN);
    if (!early && newest.filter(Execution::pending).isEmpty()) {
      ledger.place(job, thing.id(), thing.name(), newest, 0);
    }
  }

  /** The thing has just been taken out of a group it was in. */
  void left(Thing thing, Group group) {
    Set<GroupId> still = Targeting.groupsAround(tx, others(thing, group));
    var affected = new LinkedHashSet<JobId>();
    for (GroupId each : Targeting.selfAndAncestors(tx, group)) {
      if (!still.contains(each)) {
        affected.addAll(tx.followers().followers(each));
      }
    }
    for (JobId id : affected) {
      tx.executions()
          .latest(thing.id(), id)
          .filter(newest -> newest.status() == Status.QUEUED)
          .filter(newest -> !Targeting.targets(tx, ledger.job(id), thing.id()))
          .ifPresent(this::remove);
    }
  }

  private List<Group> others(Thing thing, Group group) {
    var others = new ArrayList<>(tx.memberships().groupsOf(thing.id()));
    others.removeIf(each -> each.id().equals(group.id()));
    return others;
  }

  /** The thing is being deleted: whatever it has not finished is removed, of every job. */
  void thingDeleted(Thing thing) {
    tx.history().pendingEverywhere(thing.id()).forEach(this::remove);
  }

  /**
   * The group is being deleted: its members may be targets no more; the pulse goes through them.
   */
  void groupDeleted(Group group) {
    var affected = new LinkedHashSet<JobId>();
    for (GroupId each : Targeting.selfAndAncestors(tx, group)) {
      affected.addAll(tx.followers().followers(each));
    }
    affected.forEach(id -> ledger.command(id, new JobCommand.Recheck()));
  }

  void remove(Execution execution) {
    switch (Executions.decide(execution, new Command.Remove(), Optional.empty(), now)) {
      case Verdict.Accepted(var facts) -> ledger.apply(execution, facts);
      case Verdict.Refused(var why) ->
          throw new IllegalStateException("cannot remove " + execution.key() + ": " + why);
    }
  }
}
