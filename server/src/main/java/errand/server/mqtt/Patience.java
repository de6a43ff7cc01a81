package errand.server.mqtt;

import errand.core.name.ThingName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How long each thing's notices have waited for its answers. A device that never pauses must not
 * hold up its own notices for ever, and those of others not at all. For one thread.
 */
final class Patience {
  private final Duration most;
  private final LongSupplier nanos;
  private final Map<ThingName, Long> since = new HashMap<>();

  /**
   * @param most what a thing's notices may wait
   * @param nanos a clock that only goes on
   */
  Patience(Duration most, LongSupplier nanos) {
    this.most = most;
    this.nanos = nanos;
  }

  /** True when the thing's notices may wait some more; the first question begins the wait. */
  boolean lasts(ThingName thing) {
    long now = nanos.getAsLong();
    return now - since.computeIfAbsent(thing, _ -> now) < most.toNanos();
  }

  /** Forgets all waits but those of these things, which go on. */
  void retain(Set<ThingName> waiting) {
    since.keySet().retainAll(waiting);
  }
}
