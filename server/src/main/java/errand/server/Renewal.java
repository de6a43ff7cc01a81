package errand.server;

import errand.server.identity.LocalAuthority;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Has the server's certificate looked at once a day. For one thread. */
final class Renewal {
  private static final Duration EVERY = Duration.ofDays(1);

  private final LocalAuthority authority;
  private final InstantSource clock;
  private Instant looked = Instant.MIN;

  Renewal(LocalAuthority authority, InstantSource clock) {
    this.authority = authority;
    this.clock = clock;
  }

  /**
   * Looks when a day has passed, or the clock went back; a look that fails is made again the next
   * day, of which there are many before the end. Never more to do at once.
   */
  boolean beat() {
    Instant now = clock.instant();
    if (now.isBefore(looked) || !now.isBefore(looked.plus(EVERY))) {
      looked = now;
      authority.renewServerCertificateWhenDue();
    }
    return false;
  }
}
