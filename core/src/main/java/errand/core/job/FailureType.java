package errand.core.job;

import errand.core.execution.Status;

/** Which ends count as failures for a rule. Source: control-plane 2.2 [model]. */
public enum FailureType {
  FAILED,
  REJECTED,
  TIMED_OUT,
  ALL;

  /** True when an execution that ended so counts. */
  public boolean covers(Status status) {
    return switch (this) {
      case FAILED -> status == Status.FAILED;
      case REJECTED -> status == Status.REJECTED;
      case TIMED_OUT -> status == Status.TIMED_OUT;
      case ALL ->
          status == Status.FAILED || status == Status.REJECTED || status == Status.TIMED_OUT;
    };
  }
}
