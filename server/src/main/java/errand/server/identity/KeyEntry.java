package errand.server.identity;

import java.time.Instant;
import java.util.Optional;

/**
 * A key as the file has it.
 *
 * @param active whether it opens anything; one that does not is kept, so that it can be turned on
 *     again and its id is not forgotten
 * @param createdAt when it was made, if that was written down
 * @param note what its maker wanted to remember, 256 characters at most; may be empty
 */
public record KeyEntry(AccessKey key, boolean active, Optional<Instant> createdAt, String note) {
  private static final int NOTE_CHARS_MAX = 256;

  public KeyEntry {
    if (note.length() > NOTE_CHARS_MAX || note.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a note has at most " + NOTE_CHARS_MAX + " characters and no control characters");
    }
  }

  /** The same key, turned on or off. */
  KeyEntry active(boolean now) {
    return new KeyEntry(key, now, createdAt, note);
  }
}
