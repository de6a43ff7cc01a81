package errand.core.fleet;

import java.util.Optional;
import java.util.UUID;

/** A thing group's identity for life. */
public record GroupId(UUID uuid) {
  /** The id, or empty when the text is not as {@link #toString} writes one. */
  public static Optional<GroupId> parse(String text) {
    try {
      var id = new GroupId(UUID.fromString(text));
      return id.toString().equals(text) ? Optional.of(id) : Optional.empty();
    } catch (IllegalArgumentException noUuid) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
