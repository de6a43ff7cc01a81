package errand.core.fleet;

import errand.core.name.ThingTypeName;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A kind of things.
 *
 * @param deprecatedAt since when no further thing may be given this type; absent while it may
 */
public record ThingType(
    UUID id,
    ThingTypeName name,
    TypeProperties properties,
    Optional<Instant> deprecatedAt,
    Instant createdAt) {
  public boolean deprecated() {
    return deprecatedAt.isPresent();
  }

  /** The type with other properties. */
  public ThingType with(TypeProperties next) {
    return new ThingType(id, name, next, deprecatedAt, createdAt);
  }

  /** The type out of use since then; one that is already stays so since its own time. */
  public ThingType deprecate(Instant now) {
    return new ThingType(id, name, properties, deprecatedAt.or(() -> Optional.of(now)), createdAt);
  }

  /** The type in use again. */
  public ThingType restore() {
    return new ThingType(id, name, properties, Optional.empty(), createdAt);
  }
}
