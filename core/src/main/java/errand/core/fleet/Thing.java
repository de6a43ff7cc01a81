package errand.core.fleet;

import errand.core.name.ThingName;
import errand.core.name.ThingTypeName;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A registered device.
 *
 * @param version counts changes of the configuration, from 1
 */
public record Thing(
    ThingId id, ThingName name, ThingConfiguration configuration, long version, Instant createdAt) {
  /** The name of its type, when it has one. */
  public Optional<String> typeName() {
    return configuration.type().map(ThingTypeName::text);
  }

  public SortedMap<String, String> attributes() {
    return configuration.attributes();
  }

  /** The thing, one version on. */
  public Thing with(ThingConfiguration next) {
    return new Thing(id, name, next, version + 1, createdAt);
  }
}
