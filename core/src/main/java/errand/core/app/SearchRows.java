package errand.core.app;

import errand.core.fleet.ThingId;
import errand.core.fleet.query.IndexedThing;
import errand.core.fleet.query.Narrowing;
import errand.core.name.ThingName;
import java.util.List;
import java.util.Optional;

/** Things with what the fleet index knows of them. Attribute values have no white space. */
public interface SearchRows {
  /**
   * Things in name order, after a name when one is given, at most {@code limit}; fewer mean that
   * there are no more. Those that narrowing rules out may be missing, and need not.
   */
  List<IndexedThing> candidates(Narrowing narrowing, Optional<ThingName> after, int limit);

  Optional<IndexedThing> find(ThingName name);

  Optional<IndexedThing> find(ThingId id);
}
