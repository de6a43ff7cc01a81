package errand.core.app;

import errand.core.execution.Execution;
import errand.core.execution.Pending;
import errand.core.fleet.Connectivity;
import errand.core.fleet.ThingId;
import errand.core.job.Waiting;
import errand.core.name.JobId;
import java.time.Instant;
import java.util.Optional;

/** Why jobs and executions wait. */
final class Explanations {
  private Explanations() {}

  /** Why a waiting execution has not been started; empty for one that does not wait. */
  static Optional<Waiting> of(Tx tx, Execution execution, Instant now) {
    ThingId thing = execution.key().thing();
    JobId id = execution.job();
    return tx.jobs()
        .find(id)
        .flatMap(
            job -> {
              var queue =
                  Pending.of(tx.executions().pending(thing, execution.origin().namespace()));
              return Waiting.of(job, execution, queue.next(), link(tx, thing), now);
            });
  }

  private static Waiting.Link link(Tx tx, ThingId thing) {
    return tx.presence().find(thing).map(Explanations::link).orElseGet(Waiting.Link.Never::new);
  }

  private static Waiting.Link link(Connectivity connectivity) {
    return connectivity.connected()
        ? new Waiting.Link.Here()
        : new Waiting.Link.Gone(connectivity.since());
  }
}
