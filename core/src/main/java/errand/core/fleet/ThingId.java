package errand.core.fleet;

import java.util.UUID;

/**
 * A thing's identity for life; a thing deleted and created again under the same name gets another.
 */
public record ThingId(UUID uuid) implements Comparable<ThingId> {
  @Override
  public int compareTo(ThingId other) {
    return uuid.compareTo(other.uuid);
  }

  @Override
  public String toString() {
    return uuid.toString();
  }
}
