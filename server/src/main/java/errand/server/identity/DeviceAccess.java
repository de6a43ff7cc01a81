package errand.server.identity;

import errand.core.app.Registry;
import errand.core.fleet.Certificate;
import errand.core.name.ThingName;
import java.security.cert.X509Certificate;
import java.time.InstantSource;

/**
 * What a certificate may do: an active, unexpired one of the registry may connect, and may act for
 * the things it is attached to. Asked anew each time, so that a revocation counts at once.
 */
public final class DeviceAccess {
  private final Registry registry;
  private final InstantSource clock;

  public DeviceAccess(Registry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
  }

  /** True when the certificate is registered, active and within its dates. */
  public boolean known(X509Certificate certificate) {
    return current(certificate)
        && registry
            .certificate(DeviceCertificate.idOf(certificate))
            .filter(found -> found.standing() == Certificate.Standing.ACTIVE)
            .isPresent();
  }

  /** True when it is {@link #known} and attached to the thing. */
  public boolean actsFor(X509Certificate certificate, ThingName thing) {
    return current(certificate) && registry.speaksFor(DeviceCertificate.idOf(certificate), thing);
  }

  private boolean current(X509Certificate certificate) {
    var now = clock.instant();
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && now.isBefore(certificate.getNotAfter().toInstant());
  }
}
