package errand.server.conformance.support;

import java.time.Instant;
import java.time.InstantSource;

/** A server's time: the system's, or one that stands still until a test sets it. */
public final class MovableClock implements InstantSource {
  private volatile InstantSource source;

  private MovableClock(InstantSource source) {
    this.source = source;
  }

  /** Follows the system, as clients that sign with the system's time need it. */
  public static MovableClock system() {
    return new MovableClock(InstantSource.system());
  }

  /** Stands still. */
  public static MovableClock at(long epochSecond) {
    var clock = new MovableClock(InstantSource.system());
    clock.set(epochSecond);
    return clock;
  }

  /** Stands still there from now on. */
  public void set(long epochSecond) {
    source = InstantSource.fixed(Instant.ofEpochSecond(epochSecond));
  }

  @Override
  public Instant instant() {
    return source.instant();
  }
}
