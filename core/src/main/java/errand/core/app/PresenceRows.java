package errand.core.app;

import errand.core.fleet.Connectivity;
import errand.core.fleet.ThingId;
import java.util.List;
import java.util.Optional;

/** When things last connected or disconnected. */
public interface PresenceRows {
  Optional<Connectivity> find(ThingId thing);

  /** Remembers the latest; repeatable. */
  void put(ThingId thing, Connectivity connectivity);

  /** Forgets a thing; repeatable. */
  void remove(ThingId thing);

  /** Things that are connected, by id, after one when it is given, at most {@code limit}. */
  List<ThingId> connected(Optional<ThingId> after, int limit);
}
