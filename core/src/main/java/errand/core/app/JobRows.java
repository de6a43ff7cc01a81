package errand.core.app;

import errand.core.fleet.GroupId;
import errand.core.job.Job;
import errand.core.job.JobStatus;
import errand.core.job.Selection;
import errand.core.name.JobId;
import errand.core.name.Namespace;
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

  /** Keeps the document of a job as it was sent in, when that is not the one it has. */
  void putSubmitted(JobId id, String document);

  /** The document as it was sent in; empty when it is the one the job has. */
  Optional<String> submitted(JobId id);

  /** Takes a job away with its document and counters; its executions are gone already. */
  void delete(JobId id);

  /** Newest first, below an order when one is given, at most {@code limit}. */
  List<Job> list(Filter filter, Optional<Long> belowOrder, int limit);

  /** Jobs due at that instant or before, longest due first, locked against other takers. */
  List<Job> due(Instant now, int limit);

  /**
   * What a list shows; absent parts let everything through.
   *
   * @param group jobs that have this group itself for a target
   */
  record Filter(
      Optional<JobStatus> status,
      Optional<Selection> selection,
      Optional<Namespace> namespace,
      Optional<GroupId> group) {
    public static final Filter ALL = new Filter(Optional.empty(), Optional.empty());

    /** Of any namespace and group. */
    public Filter(Optional<JobStatus> status, Optional<Selection> selection) {
      this(status, selection, Optional.empty(), Optional.empty());
    }

    /** The same, of one group. */
    public Filter in(GroupId wanted) {
      return new Filter(status, selection, namespace, Optional.of(wanted));
    }
  }
}
