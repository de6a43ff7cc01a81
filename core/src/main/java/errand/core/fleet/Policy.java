package errand.core.fleet;

import errand.core.name.PolicyName;
import java.time.Instant;

/**
 * A policy, without the texts of its versions.
 *
 * @param defaultVersion the version in force
 * @param lastVersion the highest number ever given to a version
 */
public record Policy(
    PolicyName name, int defaultVersion, int lastVersion, Instant createdAt, Instant updatedAt) {
  /** Longest document, in characters besides white space. Source: AWS quotas [doc]. */
  public static final int DOCUMENT_CHARS_MAX = 2048;

  /** The policy with one version more. */
  public Policy grown(boolean intoForce, Instant now) {
    int next = lastVersion + 1;
    return new Policy(name, intoForce ? next : defaultVersion, next, createdAt, now);
  }

  /** The policy with another version in force. */
  public Policy inForce(int version, Instant now) {
    return new Policy(name, version, lastVersion, createdAt, now);
  }
}
