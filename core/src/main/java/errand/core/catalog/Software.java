package errand.core.catalog;

import errand.core.name.PackageName;
import errand.core.name.VersionName;
import java.time.Instant;
import java.util.Optional;

/**
 * A software package; its versions are kept apart.
 *
 * @param defaultVersion what {@code $default} means
 */
public record Software(
    PackageName name,
    Optional<String> description,
    Optional<VersionName> defaultVersion,
    Instant createdAt,
    Instant updatedAt) {
  /** The same with another default version. */
  public Software defaultVersion(Optional<VersionName> version, Instant now) {
    return new Software(name, description, version, createdAt, now);
  }

  /** The same with another description. */
  public Software description(String text, Instant now) {
    return new Software(name, Optional.of(text), defaultVersion, createdAt, now);
  }
}
