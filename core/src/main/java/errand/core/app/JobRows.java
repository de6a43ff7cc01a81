package errand.core.app;

import errand.core.job.Job;
import errand.core.job.JobStatus;
import errand.core.job.Selection;
import errand.core.name.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Jobs and their documents. */
public interface JobRows {
  Optional<Job> find(JobId id);

  /**
   * Adds a job whose id is free, with its document as JSON text; throws IllegalStateException when
   * the id is not.
   */
  void insert(Job job, String document);

  /**
   * Saves a changed job: its version must be one above the stored one (or more, by the changes
   * made), given the version it was loaded at; false when another change came between.
   */
  boolean update(Job job, long loadedVersion);

  /** The document, as JSON text. */
  Optional<String> document(JobId id);

  /** Takes a job away with its document and counters; its executions are gone already. */
  void delete(JobId id);

  /** Newest first, below an order when one is given, at most {@code limit}. */
  List<Job> list(Filter filter, Optional<Long> belowOrder, int limit);

  /** Jobs due at that instant or before, longest due first, locked against other takers. */
  List<Job> due(Instant now, int limit);

  /** What a list shows; absent parts let everything through. */
  record Filter(Optional<JobStatus> status, Optional<Selection> selection) {
    public static final Filter ALL = new Filter(Optional.empty(), Optional.empty());
  }
}
