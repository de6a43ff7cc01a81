package errand.core.fleet;

import java.time.Instant;

/**
 * A device certificate as the registry knows it.
 *
 * @param id SHA-256 of the DER form, 64 lower-case hexadecimal digits
 * @param pem the certificate itself, without any key
 */
public record Certificate(String id, String pem, Standing standing, Instant createdAt) {
  /** Whether the certificate may be used. Only ACTIVE ones open a connection. */
  public enum Standing {
    ACTIVE,
    INACTIVE,
    REVOKED
  }
}
