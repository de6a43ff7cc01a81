package errand.core.job;

/**
 * How often one thing tries again. Source: control-plane 4.4.
 *
 * @param failure FAILED, TIMED_OUT or ALL
 * @param retries 0 to 10
 */
public record RetryRule(FailureType failure, int retries) {}
