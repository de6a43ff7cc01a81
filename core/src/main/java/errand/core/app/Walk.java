package errand.core.app;

import errand.core.execution.Execution;
import errand.core.fleet.Group;
import errand.core.fleet.Membership;
import errand.core.fleet.ThingId;
import errand.core.job.Job;
import errand.core.job.Selection;
import errand.core.job.Target;
import errand.core.name.GroupName;
import errand.core.name.ThingName;
import errand.core.rollout.Progress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Walks a job's targets from where its rollout stands: targets in the order of the request, the
 * groups of a target in name order, members in name order. Takes those who joined before the job
 * was created and are still there; each thing once.
 */
final class Walk {
  private final Tx tx;
  private final Job job;
  private final List<Candidate> found = new ArrayList<>();
  private final Set<ThingId> seen = new HashSet<>();
  private Progress progress;
  private int looks;

  private Walk(Tx tx, Job job, int looks) {
    this.tx = tx;
    this.job = job;
    this.progress = job.progress();
    this.looks = looks;
  }

  /**
   * A thing that is to get an execution.
   *
   * @param previous its newest one so far
   */
  record Candidate(ThingId id, ThingName name, Optional<Execution> previous) {}

  /** What was found, and where the walk stands after it. */
  record Found(List<Candidate> candidates, Progress progress) {}

  /**
   * Takes up to {@code most} things, looking at no more than {@code looks}, so that one step stays
   * short even where many things have their execution already.
   */
  static Found step(Tx tx, Job job, int most, int looks) {
    var walk = new Walk(tx, job, looks);
    while (walk.looks > 0 && walk.found.size() < most && !walk.progress.done()) {
      walk.advance(most);
    }
    walk.lookForTheEnd(most);
    return new Found(List.copyOf(walk.found), walk.progress);
  }

  // When nobody comes after the last one taken the rollout is done, which a full minute must not
  // hide until the next one.
  private void lookForTheEnd(int most) {
    Progress before = progress;
    while (looks > 0 && found.size() == most && !progress.done()) {
      before = progress;
      advance(most + 1);
    }
    if (found.size() > most) {
      found.removeLast();
      progress = before;
    }
  }

  private void advance(int most) {
    if (progress.target() >= job.plan().targets().size()) {
      progress = progress.finished();
      return;
    }
    switch (job.plan().targets().get(progress.target())) {
      case Target.OneThing(var name, var id) -> {
        consider(id, name, 0);
        progress = progress.nextTarget();
      }
      case Target.WholeGroup target -> advance(target, most);
    }
  }

  private void advance(Target.WholeGroup target, int most) {
    List<Group> groups = tx.groups().selfAndDescendants(target.id(), progress.group(), 2);
    if (groups.isEmpty()) {
      progress = progress.nextTarget();
      return;
    }
    Group group = groups.getFirst();
    if (!progress.group().equals(Optional.of(group.name()))) {
      progress = progress.past(group.name(), Optional.empty());
    }
    int wanted = Math.min(most - found.size(), looks);
    List<Membership> members = tx.memberships().members(group.id(), progress.after(), wanted);
    for (Membership member : members) {
      if (wanted(member)) {
        consider(member.thing(), member.thingName(), member.joined());
      } else {
        looks--;
      }
      progress = progress.past(group.name(), Optional.of(member.thingName()));
    }
    if (members.size() < wanted) {
      leave(groups.size() > 1 ? Optional.of(groups.get(1).name()) : Optional.empty());
    }
  }

  private void leave(Optional<GroupName> next) {
    looks--;
    progress =
        next.map(name -> progress.past(name, Optional.empty())).orElseGet(progress::nextTarget);
  }

  // A snapshot takes those who were members when it was made, a continuous job whoever is one now.
  private boolean wanted(Membership member) {
    return job.plan().selection() == Selection.CONTINUOUS || member.joined() <= job.life().order();
  }

  /**
   * Takes a thing that has no execution yet, or that runs the job again.
   *
   * @param joined when it joined the group it was found in
   */
  private void consider(ThingId id, ThingName name, long joined) {
    looks--;
    boolean there = tx.things().find(name).filter(thing -> thing.id().equals(id)).isPresent();
    if (!there || !seen.add(id)) {
      return;
    }
    Optional<Execution> newest = tx.executions().latest(id, job.id());
    if (newest.isEmpty() || again(newest.get(), joined)) {
      found.add(new Candidate(id, name, newest));
    }
  }

  // A target added later has its members run again what they ran before it was added. Who joined
  // since then got its execution by that.
  private boolean again(Execution newest, long joined) {
    OptionalLong added = job.plan().added(progress.target());
    return added.isPresent()
        && !newest.pending()
        && newest.origin().order() < added.getAsLong()
        && joined < added.getAsLong();
  }
}
