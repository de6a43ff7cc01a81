package errand.server.store;

/**
 * The range of texts that begin so, from the prefix itself to the prefix and {@link #END}. For
 * names and values whose characters are all of ASCII.
 */
final class Prefix {
  /** Sorts behind every character that a name or a value may have. */
  static final String END = "\u007f";

  private Prefix() {}
}
