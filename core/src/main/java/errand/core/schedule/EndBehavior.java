package errand.core.schedule;

/**
 * What becomes of unfinished executions when a job's end time comes. Source: control-plane 5 [doc].
 */
public enum EndBehavior {
  /** Nothing more is placed; what was placed may finish. */
  STOP_ROLLOUT,
  /** Waiting ones are called off too. */
  CANCEL,
  /** Running ones are called off as well. */
  FORCE_CANCEL
}
