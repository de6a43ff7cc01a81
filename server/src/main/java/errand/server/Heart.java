package errand.server;

import errand.core.app.Pulse;
import errand.core.name.JobId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Beats the pulse so that what fails holds up nothing else: timers, and each job, on their own. */
record Heart(Pulse pulse) {
  private static final Logger LOG = LoggerFactory.getLogger(Heart.class);

  /** Does one batch of everything due; true when there may be more to do at once. */
  boolean beat() {
    boolean timers = timeOut();
    Optional<JobId> due = pulse.dueJob();
    due.ifPresent(this::move);
    return timers || due.isPresent();
  }

  private boolean timeOut() {
    try {
      return pulse.timeOut();
    } catch (RuntimeException failure) {
      LOG.error("timers failed, trying again", failure);
      return false;
    }
  }

  private void move(JobId job) {
    try {
      pulse.move(job);
    } catch (RuntimeException failure) {
      LOG.error("job failed, put off for a minute job={}", job, failure);
      pulse.putOff(job);
    }
  }
}
