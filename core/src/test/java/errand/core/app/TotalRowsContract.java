package errand.core.app;

import static errand.core.app.StoreSamples.T0;
import static errand.core.app.StoreSamples.job;

import errand.core.job.Counts;
import errand.core.job.Job;
import errand.core.job.JobCommand;
import errand.core.job.JobStatus;
import errand.core.job.JobVerdict;
import errand.core.job.Jobs;
import errand.core.job.Selection;
import errand.core.rollout.Progress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@link TotalRows}. */
interface TotalRowsContract extends ContractedStore {
  private void insert(String id, long order, JobStatus status) {
    change(tx -> tx.jobs().insert(job(id, order, status, Selection.SNAPSHOT), "{}"));
  }

  private Job changed(Job before, Job after) {
    change(tx -> tx.jobs().update(after, before.version()));
    return after;
  }

  private static Job after(Job before, JobCommand command) {
    var verdict = (JobVerdict.Accepted) Jobs.decide(before, Counts.NONE, command, T0);
    return Jobs.evolve(before, verdict.facts().getFirst());
  }

  private static Job placing(Job job) {
    return job.with(job.progress().placed(new Progress.Minute(T0, 10, 0), 1));
  }

  @Test
  default void jobs_are_counted_by_the_status_they_have_now() {
    assertSeen(tx -> tx.totals().jobs(JobStatus.IN_PROGRESS)).isEqualTo(0L);
    insert("j1", 10, JobStatus.IN_PROGRESS);
    insert("j2", 20, JobStatus.IN_PROGRESS);
    insert("j3", 30, JobStatus.SCHEDULED);
    var before = job("j1", 10);
    var cancel = new JobCommand.Cancel(false, Optional.empty(), Optional.empty());
    changed(before, after(before, cancel));
    assertSeen(tx -> tx.totals().jobs(JobStatus.IN_PROGRESS)).isEqualTo(1L);
    assertSeen(tx -> tx.totals().jobs(JobStatus.SCHEDULED)).isEqualTo(1L);
    assertSeen(tx -> tx.totals().jobs(JobStatus.CANCELED)).isEqualTo(1L);

    change(tx -> List.of("j1", "j2").forEach(id -> tx.jobs().delete(job(id, 1).id())));
    assertSeen(tx -> tx.totals().jobs(JobStatus.IN_PROGRESS)).isEqualTo(0L);
    assertSeen(tx -> tx.totals().jobs(JobStatus.CANCELED)).isEqualTo(0L);
  }

  @Test
  default void jobs_that_place_or_call_off_are_concurrent_and_those_not_begun_are_not() {
    for (int n = 1; n <= 3; n++) {
      insert("j" + n, n * 10L, JobStatus.IN_PROGRESS);
    }
    assertSeen(tx -> tx.totals().concurrentJobs(Long.MAX_VALUE, 9)).isEqualTo(0);

    var first = changed(job("j1", 10), placing(job("j1", 10)));
    changed(job("j2", 20), placing(job("j2", 20)));
    assertSeen(tx -> tx.totals().concurrentJobs(Long.MAX_VALUE, 9)).isEqualTo(2);
    assertSeen(tx -> tx.totals().concurrentJobs(Long.MAX_VALUE, 1)).isEqualTo(1);
    assertSeen(tx -> tx.totals().concurrentJobs(20, 9)).isEqualTo(1);

    var cancel = new JobCommand.Cancel(false, Optional.empty(), Optional.empty());
    var sweeping = changed(first, after(first, cancel));
    assertSeen(tx -> tx.totals().concurrentJobs(20, 9)).isEqualTo(1);
    changed(sweeping, after(sweeping, new JobCommand.ChoreDone()));
    assertSeen(tx -> tx.totals().concurrentJobs(20, 9)).isEqualTo(0);
  }
}
