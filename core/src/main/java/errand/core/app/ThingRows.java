package errand.core.app;

import errand.core.fleet.Thing;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/** Things, by name. */
public interface ThingRows {
  Optional<Thing> find(ThingName name);

  /** Adds a thing whose name is free; throws IllegalStateException when it is not. */
  void insert(Thing thing);

  /** In name order, after a name when one is given, at most {@code limit}. */
  List<Thing> list(Optional<ThingName> after, int limit);
}
