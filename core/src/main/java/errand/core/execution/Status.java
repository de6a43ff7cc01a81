package errand.core.execution;

/**
 * Where an execution stands. The order of the constants is the order of their stored numbers:
 * append only. Source: device-protocol 3.1 [doc].
 */
public enum Status {
  QUEUED,
  IN_PROGRESS,
  SUCCEEDED,
  FAILED,
  TIMED_OUT,
  REJECTED,
  REMOVED,
  CANCELED;

  /** True when nothing changes the execution any more. */
  public boolean terminal() {
    return this != QUEUED && this != IN_PROGRESS;
  }

  /** True for the values a device may send. Source: device-protocol 3.2. */
  public boolean reportable() {
    return switch (this) {
      case IN_PROGRESS, SUCCEEDED, FAILED, REJECTED -> true;
      case QUEUED, TIMED_OUT, REMOVED, CANCELED -> false;
    };
  }
}
