package errand.core.fleet;

import errand.core.name.ThingName;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A registered device.
 *
 * @param typeName the thing type, when it has one
 * @param attributes searchable name-value pairs, sorted by name
 * @param version counts changes, from 1
 */
public record Thing(
    ThingId id,
    ThingName name,
    Optional<String> typeName,
    SortedMap<String, String> attributes,
    long version,
    Instant createdAt) {
  public Thing {
    attributes = new TreeMap<>(attributes);
  }

  /**
   * True when creating the thing again with this configuration changes nothing (control-plane
   * 10.1).
   */
  public boolean sameConfiguration(Optional<String> type, SortedMap<String, String> pairs) {
    return typeName.equals(type) && attributes.equals(pairs);
  }
}
