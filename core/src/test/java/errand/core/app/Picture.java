package errand.core.app;

import errand.core.app.Outbox.Numbered;
import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Status;
import errand.core.fleet.Group;
import errand.core.fleet.GroupId;
import errand.core.fleet.Membership;
import errand.core.fleet.Thing;
import errand.core.fleet.ThingId;
import errand.core.job.Counts;
import errand.core.job.Job;
import errand.core.job.Target;
import errand.core.name.GroupName;
import errand.core.name.JobId;
import errand.core.name.ThingName;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;

/** All rows of a {@link MemoryStore} at one commit. Costs nothing to take: nobody changes them. */
public final class Picture {
  private final MemoryState state;

  private Picture(MemoryState state) {
    this.state = state;
  }

  public static Picture of(MemoryStore store) {
    return new Picture(store.committed());
  }

  /** True when nothing was changed between the two. */
  public boolean same(Picture other) {
    return sameWork(other)
        && state.outbox.same(other.state.outbox)
        && state.groups.same(other.state.groups)
        && state.memberships.same(other.state.memberships);
  }

  /** True when jobs, executions and things were not changed between the two. */
  public boolean sameWork(Picture other) {
    return state.jobs.same(other.state.jobs)
        && state.executions.same(other.state.executions)
        && state.counters.same(other.state.counters)
        && state.superseded.same(other.state.superseded)
        && state.things.same(other.state.things);
  }

  public NavigableMap<JobId, Job> jobs() {
    return state.jobs.rows();
  }

  /** By thing, then job, then number. */
  public NavigableMap<ExecutionKey, Execution> executions() {
    return state.executions.rows();
  }

  public Optional<Execution> find(ExecutionKey key) {
    return Optional.ofNullable(executions().get(key));
  }

  public NavigableMap<Long, Numbered> owed() {
    return state.outbox.rows();
  }

  public NavigableMap<ThingName, Thing> things() {
    return state.things.rows();
  }

  public NavigableMap<GroupName, Group> groups() {
    return state.groups.rows();
  }

  public Collection<Membership> memberships() {
    return state.memberships.rows().values();
  }

  public Counts counts(JobId job) {
    var tx = new MemoryTx(state, false);
    return tx.counters().of(job);
  }

  /** The execution of a job on a thing with the highest number. */
  public Optional<Execution> latest(ThingId thing, JobId job) {
    return Optional.ofNullable(
            executions().floorEntry(new ExecutionKey(thing, job, Long.MAX_VALUE)))
        .map(entry -> entry.getValue())
        .filter(each -> each.key().thing().equals(thing) && each.job().equals(job));
  }

  /** True for what waits for a job that is not open. */
  public boolean hidden(Execution execution) {
    return execution.status() == Status.QUEUED
        && Optional.ofNullable(jobs().get(execution.job())).filter(Job::hidden).isPresent();
  }

  /** Things that are targets of the job at this moment. */
  public Set<ThingId> targets(Job job) {
    var targets = new LinkedHashSet<ThingId>();
    for (Target target : job.plan().targets()) {
      switch (target) {
        case Target.OneThing(var name, var id) -> targets.add(id);
        case Target.WholeGroup(var name, var id) -> targets.addAll(members(id));
      }
    }
    targets.retainAll(things().values().stream().map(Thing::id).toList());
    return targets;
  }

  private List<ThingId> members(GroupId above) {
    return groups().values().stream()
        .filter(group -> below(group, above))
        .flatMap(group -> memberships().stream().filter(each -> each.group().equals(group.id())))
        .map(Membership::thing)
        .toList();
  }

  private boolean below(Group group, GroupId above) {
    return group.id().equals(above)
        || group
            .parent()
            .flatMap(parent -> Optional.ofNullable(groups().get(parent)))
            .filter(parent -> below(parent, above))
            .isPresent();
  }
}
