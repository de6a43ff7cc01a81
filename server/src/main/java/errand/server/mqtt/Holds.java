package errand.server.mqtt;

import errand.core.name.ThingName;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Things with a request whose answer is not sent yet. Their notices wait for it, so that a device
 * gets the answer first and then the notifications its request caused (device-protocol 1.6).
 * Threads: any.
 */
public final class Holds {
  private final ConcurrentHashMap<ThingName, Integer> held = new ConcurrentHashMap<>();

  /** Holds the thing's notices; call before the request is carried out. */
  void hold(ThingName thing) {
    held.merge(thing, 1, Integer::sum);
  }

  /** Ends one hold. */
  void release(ThingName thing) {
    held.computeIfPresent(thing, (name, count) -> count > 1 ? count - 1 : null);
  }

  boolean held(ThingName thing) {
    return held.containsKey(thing);
  }
}
