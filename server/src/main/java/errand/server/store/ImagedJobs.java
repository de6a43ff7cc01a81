package errand.server.store;

import errand.core.app.JobRows;
import errand.core.job.Job;
import errand.core.name.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Jobs and documents of the writer's transaction, found in memory when they are there. */
record ImagedJobs(JobRows rows, Shelf<JobId, Job> jobs, Shelf<JobId, String> documents)
    implements JobRows {
  @Override
  public Optional<Job> find(JobId id) {
    return jobs.find(id, rows::find);
  }

  @Override
  public void insert(Job job, String document) {
    forget(job.id());
    rows.insert(job, document);
  }

  @Override
  public boolean update(Job job, long loadedVersion) {
    jobs.forget(job.id());
    return rows.update(job, loadedVersion);
  }

  @Override
  public Optional<String> document(JobId id) {
    return documents.find(id, rows::document);
  }

  @Override
  public void putSubmitted(JobId id, String document) {
    rows.putSubmitted(id, document);
  }

  @Override
  public Optional<String> submitted(JobId id) {
    return rows.submitted(id);
  }

  @Override
  public void delete(JobId id) {
    forget(id);
    rows.delete(id);
  }

  private void forget(JobId id) {
    jobs.forget(id);
    documents.forget(id);
  }

  @Override
  public List<Job> list(Filter filter, Optional<Long> belowOrder, int limit) {
    return rows.list(filter, belowOrder, limit);
  }

  @Override
  public List<Job> due(Instant now, int limit) {
    return rows.due(now, limit);
  }
}
