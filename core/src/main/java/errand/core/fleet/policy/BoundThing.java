package errand.core.fleet.policy;

import errand.core.name.ThingName;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The thing a connection is of: its certificate speaks for it, and its client id is its name. */
public record BoundThing(
    ThingName name, Optional<String> typeName, SortedMap<String, String> attributes) {
  public BoundThing {
    attributes = new TreeMap<>(attributes);
  }
}
