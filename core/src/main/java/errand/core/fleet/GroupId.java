package errand.core.fleet;

import java.util.UUID;

/** A thing group's identity for life. */
public record GroupId(UUID uuid) {
  @Override
  public String toString() {
    return uuid.toString();
  }
}
