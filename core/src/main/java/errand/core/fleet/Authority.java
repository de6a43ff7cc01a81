package errand.core.fleet;

import java.time.Instant;

/**
 * A registered certificate authority of the operator's.
 *
 * @param id SHA-256 of the DER form, 64 lower-case hexadecimal digits
 * @param subject its distinguished name, as issuers are spelled in the certificates it signs
 * @param registersDevices whether a device it vouches for is registered when it first connects
 * @param shared registered without proof of its key, so several accounts may have it (SNI_ONLY)
 */
public record Authority(
    String id,
    String pem,
    String subject,
    boolean active,
    boolean registersDevices,
    boolean shared,
    Validity validity,
    Instant createdAt,
    Instant updatedAt) {
  /** The same authority with other switches. */
  public Authority switched(boolean nowActive, boolean nowRegisters, Instant now) {
    return new Authority(
        id, pem, subject, nowActive, nowRegisters, shared, validity, createdAt, now);
  }
}
