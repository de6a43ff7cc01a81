package errand.core.fleet.policy;

/**
 * One thing a device wants to do.
 *
 * @param resource behind the account of its ARN, such as {@code topic/a/b} or {@code client/c1}
 * @param account twelve digits
 */
public record Ask(Action action, String resource, String account) {}
