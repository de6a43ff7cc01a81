package errand.core.app;

import errand.core.execution.Command;
import errand.core.execution.Execution;
import errand.core.execution.Executions;
import errand.core.execution.Status;
import errand.core.execution.Verdict;
import errand.core.job.Job;
import errand.core.job.JobCommand;
import errand.core.job.JobVerdict;
import errand.core.job.Jobs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Calls off what a cancelled job still has waiting, a batch at a time. */
final class Sweep {
  /** Executions called off in one transaction, so that device requests are not held up. */
  static final int BATCH = 200;

  private Sweep() {}

  /** Calls off one batch; when that was the last, the job's cancel is over. */
  static void batch(Tx tx, Ledger ledger, Job job, Instant now) {
    List<Execution> batch = remaining(tx, job);
    for (Execution each : batch) {
      var cancel = new Command.Cancel(job.life().forced(), Optional.empty(), OptionalLong.empty());
      switch (Executions.decide(each, cancel, Optional.empty(), now)) {
        case Verdict.Accepted(var facts) -> ledger.apply(each, facts);
        case Verdict.Refused(var why) ->
            throw new IllegalStateException("cannot call off " + each.key() + ": " + why);
      }
    }
    if (batch.size() < BATCH) {
      finish(tx, ledger, job, now);
    }
  }

  private static List<Execution> remaining(Tx tx, Job job) {
    var batch = new ArrayList<>(of(tx, job, Status.QUEUED, BATCH));
    if (job.life().forced()) {
      batch.addAll(of(tx, job, Status.IN_PROGRESS, BATCH - batch.size()));
    }
    return batch;
  }

  private static List<Execution> of(Tx tx, Job job, Status status, int limit) {
    return limit == 0
        ? List.of()
        : tx.executions().list(job.id(), Optional.of(status), Optional.empty(), limit);
  }

  private static void finish(Tx tx, Ledger ledger, Job job, Instant now) {
    switch (Jobs.decide(job, tx.jobs().counts(job.id()), new JobCommand.Swept(), now)) {
      case JobVerdict.Accepted(var facts) ->
          facts.forEach(fact -> ledger.save(Jobs.evolve(job, fact)));
      case JobVerdict.Refused(var status) ->
          throw new IllegalStateException("sweeping a job that is " + status);
    }
  }
}
