package errand.core.fleet;

import java.time.Instant;
import java.util.Optional;

/**
 * A device certificate as the registry knows it.
 *
 * @param id SHA-256 of the DER form, 64 lower-case hexadecimal digits
 * @param pem the certificate itself, without any key
 * @param source how it came to be known
 * @param validity the dates inside the certificate
 */
public record Certificate(
    String id,
    String pem,
    Standing standing,
    Source source,
    Validity validity,
    Instant createdAt,
    Instant updatedAt) {
  /** Whether the certificate may be used. Only ACTIVE ones open a connection. */
  public enum Standing {
    ACTIVE,
    INACTIVE,
    REVOKED,
    /** Registered when a device showed it; an operator has yet to say yes. */
    PENDING_ACTIVATION
  }

  /** How a certificate came to be known. */
  public sealed interface Source {
    /** Made by the local authority. */
    record Issued() implements Source {}

    /** Registered on the word of a registered authority. */
    record SignedBy(String authorityId) implements Source {}

    /** Registered as it is; nobody vouches for it. */
    record Alone() implements Source {}

    /** The registered authority behind it, when there is one. */
    default Optional<String> authority() {
      return this instanceof SignedBy(String id) ? Optional.of(id) : Optional.empty();
    }
  }

  /** The same certificate in another standing. */
  public Certificate standing(Standing next, Instant now) {
    return new Certificate(id, pem, next, source, validity, createdAt, now);
  }
}
