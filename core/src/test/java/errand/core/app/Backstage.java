package errand.core.app;

import java.time.Duration;
import java.time.InstantSource;

/** What the simulation needs from behind the doors of this room. */
public final class Backstage {
  /** How long an ended job is kept. */
  public static final Duration KEPT = Duration.ofDays(Quota.JOB_KEPT_DAYS.usual());

  private Backstage() {}

  /** A pulse with small batches. */
  public static Pulse pulse(Store store, Ids ids, InstantSource clock, Bell bell, int batch) {
    return new Pulse(store, ids, clock, bell, Quotas.AWS, batch);
  }

  /** Jobs that call off in small batches. */
  public static JobsControl jobs(Store store, Ids ids, InstantSource clock, Bell bell, int batch) {
    return new JobsControl(store, ids, clock, bell, Quotas.AWS, batch);
  }
}
