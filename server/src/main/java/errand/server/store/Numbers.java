package errand.server.store;

import errand.core.execution.Status;
import errand.core.job.JobStatus;
import java.util.List;

/** The numbers under which statuses are stored: their places, which is why the enums only grow. */
@SuppressWarnings("EnumOrdinal")
final class Numbers {
  static final List<Status> STATUSES = List.of(Status.values());
  static final List<JobStatus> JOB_STATUSES = List.of(JobStatus.values());

  private Numbers() {}

  static int of(Status status) {
    return status.ordinal();
  }

  static int of(JobStatus status) {
    return status.ordinal();
  }
}
