package errand.server.store;

import java.util.Optional;

/**
 * The range of texts that begin so: from {@link #from} on, up to {@link #end}. For names and values
 * whose characters are all of ASCII.
 */
final class Prefix {
  /** Sorts behind every character that a name or a value may have. */
  private static final String BEHIND = "\u007f";

  /** No character of a name sorts before this one. */
  private static final String LOWEST = "-";

  private Prefix() {}

  /**
   * The first name that may be in the range, also behind another when one is given. One bound,
   * since of two the database may take the one that lets it start too early.
   */
  static String from(String prefix, Optional<String> after) {
    String next = after.map(name -> name + LOWEST).orElse("");
    return next.compareTo(prefix) > 0 ? next : prefix;
  }

  /** What every text that begins so sorts before. */
  static String end(String prefix) {
    return prefix + BEHIND;
  }
}
