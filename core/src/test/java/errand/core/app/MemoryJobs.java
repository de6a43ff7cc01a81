package errand.core.app;

import errand.core.fleet.GroupId;
import errand.core.job.Job;
import errand.core.job.Target;
import errand.core.name.JobId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Jobs and documents in memory. */
record MemoryJobs(MemoryTx tx) implements JobRows {
  private static final Comparator<Job> NEWEST_FIRST =
      Comparator.comparingLong((Job job) -> job.life().order()).reversed();

  private static final Comparator<Job> LONGEST_DUE_FIRST =
      Comparator.comparing((Job job) -> job.due().orElseThrow())
          .thenComparingLong(job -> job.life().order());

  @Override
  public Optional<Job> find(JobId id) {
    return tx.seen().jobs.find(id);
  }

  @Override
  public void insert(Job job, String document) {
    MemoryState state = tx.changed();
    if (state.jobs.all().anyMatch(each -> each.life().order() == job.life().order())) {
      throw new IllegalStateException("another job has the order of " + job.id());
    }
    state.jobs.insert(job.id(), job);
    state.documents.insert(job.id(), document);
  }

  @Override
  public boolean update(Job job, long loadedVersion) {
    MemoryState state = tx.changed();
    if (job.version() <= loadedVersion) {
      throw new IllegalStateException(
          "version " + job.version() + " after " + loadedVersion + " for " + job.id());
    }
    boolean unchanged =
        state.jobs.find(job.id()).filter(each -> each.version() == loadedVersion).isPresent();
    if (unchanged) {
      state.jobs.put(job.id(), job);
    }
    return unchanged;
  }

  @Override
  public Optional<String> document(JobId id) {
    return tx.seen().documents.find(id);
  }

  @Override
  public void putSubmitted(JobId id, String document) {
    tx.changed().submitted.put(id, document);
  }

  @Override
  public Optional<String> submitted(JobId id) {
    return tx.seen().submitted.find(id);
  }

  @Override
  public void delete(JobId id) {
    MemoryState state = tx.changed();
    state.submitted.remove(id);
    state.jobs.remove(id);
    state.documents.remove(id);
    new MemoryCounters(tx).forget(id);
  }

  @Override
  public List<Job> list(Filter filter, Optional<Long> belowOrder, int limit) {
    return tx.seen()
        .jobs
        .all()
        .filter(job -> filter.status().isEmpty() || filter.status().get() == job.status())
        .filter(
            job ->
                filter.selection().isEmpty() || filter.selection().get() == job.plan().selection())
        .filter(
            job ->
                filter.namespace().isEmpty()
                    || filter.namespace().get().equals(job.plan().namespace()))
        .filter(job -> filter.group().isEmpty() || isFor(job, filter.group().get()))
        .filter(job -> belowOrder.isEmpty() || job.life().order() < belowOrder.get())
        .sorted(NEWEST_FIRST)
        .limit(limit)
        .toList();
  }

  private static boolean isFor(Job job, GroupId group) {
    return job.plan().targets().stream()
        .anyMatch(target -> target instanceof Target.WholeGroup(var _, var id) && id.equals(group));
  }

  @Override
  public List<Job> due(Instant now, int limit) {
    return tx.seen()
        .jobs
        .all()
        .filter(job -> job.due().filter(at -> !now.isBefore(at)).isPresent())
        .sorted(LONGEST_DUE_FIRST)
        .limit(limit)
        .toList();
  }
}
