package errand.core.app;

import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Status;
import errand.core.fleet.ThingId;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Executions, by thing first. */
public interface ExecutionRows {
  Optional<Execution> find(ExecutionKey key);

  /** The one with the highest number. */
  Optional<Execution> latest(ThingId thing, JobId job);

  /** Every attempt of one job on one thing, highest number first. */
  List<Execution> attempts(ThingId thing, JobId job);

  /**
   * The queue of a thing in a namespace, in no promised order, without what waits for a job that is
   * SCHEDULED: such a job is not open now, and things must not see or start its executions.
   */
  List<Execution> pending(ThingId thing, Namespace namespace);

  /** Adds one whose key is free; throws IllegalStateException when it is not. */
  void insert(Execution execution);

  /**
   * Replaces the row that has this status and version; false when it has others (another change
   * came between) or is gone.
   */
  boolean update(Execution execution, Status loadedStatus, int loadedVersion);

  /**
   * Executions of a job, newest first: by placement order, then thing; below a place when one is
   * given; of one status when one is given; at most {@code limit}.
   */
  List<Execution> list(JobId job, Optional<Status> status, Optional<Place> below, int limit);

  /** Running executions whose deadline is at that instant or before, longest due first. */
  List<Execution> due(Instant now, int limit);

  /** A place in the order of a job's list. */
  record Place(long order, ThingId thing) {}
}
