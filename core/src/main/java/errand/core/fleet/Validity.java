package errand.core.fleet;

import java.time.Instant;

/**
 * When a certificate is valid.
 *
 * @param from the first instant
 * @param until the first instant after it
 */
public record Validity(Instant from, Instant until) {
  public boolean holdsAt(Instant now) {
    return !now.isBefore(from) && now.isBefore(until);
  }
}
