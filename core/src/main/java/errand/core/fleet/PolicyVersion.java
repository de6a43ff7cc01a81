package errand.core.fleet;

import errand.core.name.PolicyName;
import java.time.Instant;

/**
 * One version of a policy; it never changes.
 *
 * @param number from 1
 * @param document the JSON text as given
 */
public record PolicyVersion(PolicyName policy, int number, String document, Instant createdAt) {}
