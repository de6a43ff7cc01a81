package errand.core.app;

import errand.core.execution.Execution;
import errand.core.execution.ExecutionKey;
import errand.core.execution.Status;
import errand.core.fleet.ThingId;
import errand.core.name.JobId;
import errand.core.name.Namespace;
import java.util.List;
import java.util.Optional;

/** All that a thing has and had to do. */
public interface HistoryRows {
  /**
   * Executions of a thing, newest placement first, below a placement order when one is given, at
   * most {@code limit}.
   */
  List<Execution> list(ThingId thing, Filter filter, Optional<Long> belowOrder, int limit);

  /** Waiting and running ones in every namespace, also those of jobs that are not open now. */
  List<Execution> pendingEverywhere(ThingId thing);

  /** Takes one away; false when it was not there. */
  boolean delete(ExecutionKey key);

  /** What a list shows; absent parts let everything through. */
  record Filter(Optional<Status> status, Optional<JobId> job, Optional<Namespace> namespace) {}
}
